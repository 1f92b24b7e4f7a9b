package io.nightlight.domain.outage;

/** How deep an outage has been; within one outage it rises and never falls. */
public enum Severity {
  /** More than half kept answering. */
  MINOR,
  /** Half or less answered. */
  MAJOR,
  /** A tenth or less answered. */
  TOTAL
}
