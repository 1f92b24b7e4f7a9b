package io.nightlight.job;

import io.nightlight.domain.outage.OutageEvent;
import io.nightlight.domain.outage.Provenance;
import io.nightlight.domain.outage.RunMode;
import io.nightlight.job.OutageTopology.Outputs;
import io.nightlight.operator.CurrentOutage;
import io.nightlight.wire.Arrival;
import io.nightlight.wire.CloudEvent;
import io.nightlight.wire.CloudEventCodec;
import java.time.Instant;
import java.util.Properties;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Where the flow meets Kafka: sources that decode, and sinks that deliver once. */
final class KafkaEndpoints {
  private final JobConfig config;
  private final JobConfig.Kafka kafka;

  KafkaEndpoints(JobConfig config) {
    this.config = config;
    this.kafka = config.kafka();
  }

  /**
   * BGP messages, decoded where they are read.
   *
   * <p>A job without state begins with the earliest record that is kept: tables are built from what
   * came before, not from where a forgotten job once stopped.
   *
   * @param from the first Kafka timestamp to read; null for the earliest there is
   * @param to reading ends before this Kafka timestamp; null for never
   */
  Source<Arrival, ?, ?> bgpUpdates(@Nullable Instant from, @Nullable Instant to) {
    return source(config.topics().bgpUpdates(), config.bgpFeed(), from, to);
  }

  /** Probe results, likewise. */
  Source<Arrival, ?, ?> probeResults(@Nullable Instant from, @Nullable Instant to) {
    return config.probeFeed().format() == ProbeFormat.NONE
        ? new NoArrivals(to == null ? Boundedness.CONTINUOUS_UNBOUNDED : Boundedness.BOUNDED)
        : source(config.topics().probeResults(), config.probeFeed(), from, to);
  }

  private Source<Arrival, ?, ?> source(
      String topic, Feed feed, @Nullable Instant from, @Nullable Instant to) {
    ArrivalDeserializer decoder =
        new ArrivalDeserializer(feed, config.timing().futureTimestampLimit());
    KafkaSourceBuilder<Arrival> source =
        KafkaSource.<Arrival>builder()
            .setBootstrapServers(kafka.bootstrapServers())
            .setGroupId(kafka.groupId())
            .setTopics(topic)
            .setStartingOffsets(
                from == null
                    ? OffsetsInitializer.earliest()
                    : OffsetsInitializer.timestamp(from.toEpochMilli()))
            .setDeserializer(decoder)
            .setProperties(readerProperties());
    if (to == null) {
      return source.build();
    }
    KafkaSource<Arrival> ending =
        source.setBounded(OffsetsInitializer.timestamp(to.toEpochMilli())).build();
    return new EndingTopic(ending, decoder, consumerProperties());
  }

  /** Attaches the sinks of all that goes out. */
  void attach(Outputs outputs, Provenance provenance) {
    JobConfig.Topics topics = config.topics();
    String transactions = transactions(provenance.mode());
    write(
        outputs.scores(),
        "write-scores",
        new CloudEventSerializer<>(
            topics.availabilityScores(), provenance, (codec, score) -> codec.of(score)),
        DeliveryGuarantee.EXACTLY_ONCE,
        transactions);
    write(
        outputs.events(),
        "write-events",
        new CloudEventSerializer<>(
            topics.outageEvents(), provenance, (codec, event) -> codec.of(event)),
        DeliveryGuarantee.EXACTLY_ONCE,
        transactions);
    write(
        OutageTopology.current(outputs.events()),
        "write-current",
        new CloudEventSerializer<>(
            topics.outageCurrent(), provenance, (codec, outage) -> render(codec, outage)),
        DeliveryGuarantee.EXACTLY_ONCE,
        transactions);
    write(
            outputs.measurements(),
            "write-measurements",
            new CloudEventSerializer<>(
                topics.measurementEvents(), provenance, (codec, event) -> codec.of(event)),
            DeliveryGuarantee.EXACTLY_ONCE,
            transactions)
        // What is told of one source comes from one instance; one writer keeps it in order.
        .setParallelism(1);
    write(
        outputs.rejections(),
        "write-rejections",
        new CloudEventSerializer<>(
            topics.rejectedRecords(), provenance, (codec, rejection) -> codec.of(rejection)),
        DeliveryGuarantee.AT_LEAST_ONCE,
        transactions);
  }

  /** A replay of the topics beside the live job must not abort the live job's transactions. */
  private String transactions(RunMode mode) {
    return switch (mode) {
      case LIVE -> kafka.transactionalIdPrefix();
      case REPLAY -> kafka.transactionalIdPrefix() + "-replay";
    };
  }

  private static CloudEvent render(CloudEventCodec codec, CurrentOutage outage) {
    OutageEvent revision = outage.revision();
    return revision == null
        ? codec.forgotten(outage.eventId(), outage.at())
        : codec.current(revision);
  }

  /** As many writers as there are instances before them, so that no record overtakes another. */
  private <T> DataStreamSink<T> write(
      DataStream<T> stream,
      String uid,
      CloudEventSerializer<T> serializer,
      DeliveryGuarantee guarantee,
      String transactions) {
    Properties properties = clientProperties();
    properties.setProperty(
        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
        String.valueOf(kafka.transactionTimeout().toMillis()));
    return stream
        .sinkTo(
            KafkaSink.<T>builder()
                .setBootstrapServers(kafka.bootstrapServers())
                .setRecordSerializer(serializer)
                .setDeliveryGuarantee(guarantee)
                .setTransactionalIdPrefix(transactions + "-" + uid)
                .setKafkaProducerConfig(properties)
                .build())
        .uid(uid)
        .name(uid)
        .setParallelism(stream.getParallelism());
  }

  /**
   * Small pieces of each partition in turn, unless told otherwise: a reader that catches up takes
   * one partition's piece after another's, and what it has read ahead waits in the job's state.
   */
  private Properties readerProperties() {
    Properties properties = clientProperties();
    properties.putIfAbsent(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "262144");
    return properties;
  }

  /** What Flink's builder makes of them for a consumer whose partitions have been assigned. */
  private Properties consumerProperties() {
    Properties properties = readerProperties();
    properties.setProperty(
        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, config.kafka().bootstrapServers());
    properties.setProperty(ConsumerConfig.GROUP_ID_CONFIG, kafka.groupId());
    properties.setProperty(KafkaSourceOptions.CLIENT_ID_PREFIX.key(), kafka.groupId());
    String bytes = ByteArrayDeserializer.class.getName();
    properties.setProperty(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, bytes);
    properties.setProperty(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, bytes);
    properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.putIfAbsent(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    return properties;
  }

  private Properties clientProperties() {
    Properties properties = new Properties();
    properties.putAll(kafka.client());
    return properties;
  }
}
