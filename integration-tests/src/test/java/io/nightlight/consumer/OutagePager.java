package io.nightlight.consumer;

import io.nightlight.schema.OutageEvent;
import io.nightlight.schema.kafka.OutageEventDeserializer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Says each thing that becomes known of an outage once. */
public final class OutagePager {
  private OutagePager() {}

  public static void main(String[] args) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", args[0],
            "group.id", "outage-pager",
            "isolation.level", "read_committed", // what is not committed may never have been
            "auto.offset.reset", "earliest",
            "enable.auto.commit", false);
    Map<String, Integer> revisions = new HashMap<>();
    try (KafkaConsumer<String, OutageEvent> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new OutageEventDeserializer())) {
      consumer.subscribe(List.of("outage.events"));
      while (true) {
        for (ConsumerRecord<String, OutageEvent> record : consumer.poll(Duration.ofSeconds(1))) {
          OutageEvent event = record.value();
          int known = revisions.getOrDefault(event.getEventId(), -1);
          if (event.getRevision() > known) { // the highest holds; a lower one is old news
            revisions.put(event.getEventId(), event.getRevision());
            page(event);
          }
        }
        consumer.commitSync(); // only now: who falls over in between hears it again
      }
    }
  }

  private static void page(OutageEvent event) {
    System.out.printf(
        "%s %s %s since %s%n",
        event.getCountry(), event.getKind(), event.getSeverity(), event.getStartedAt());
  }
}
