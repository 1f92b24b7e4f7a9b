/**
 * What travels on Nightlight's topics: one class for each schema under {@code src/main/avro}, all
 * of them generated. Nothing is written here by hand. A getter returns null exactly where its
 * schema says so.
 */
package io.nightlight.schema;
