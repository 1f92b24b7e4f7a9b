package io.nightlight.benchmark;

import io.nightlight.domain.observation.BgpEvent;
import io.nightlight.domain.observation.BgpObservation;
import io.nightlight.domain.observation.EndOfRib;
import io.nightlight.job.BenchmarkSeams;
import io.nightlight.job.JobConfig;
import io.nightlight.wire.Arrival;
import java.time.Instant;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * The least that a job over the same topic can do: the same source and decoding, every decoded
 * field looked at, and as many exactly-once results as the whole job has scores.
 */
final class PassJob {
  private PassJob() {}

  static void connect(StreamExecutionEnvironment env, JobConfig config, Instant to) {
    Properties properties = new Properties();
    properties.putAll(config.kafka().client());
    properties.put(
        "transaction.timeout.ms", String.valueOf(config.kafka().transactionTimeout().toMillis()));
    env.fromSource(
            BenchmarkSeams.bgpUpdates(config, to),
            WatermarkStrategy.noWatermarks(),
            "read-bgp",
            TypeInformation.of(Arrival.class))
        .uid("read-bgp")
        .transform("pass", Types.STRING, new Pass())
        .uid("pass")
        .sinkTo(
            KafkaSink.<String>builder()
                .setBootstrapServers(config.kafka().bootstrapServers())
                .setRecordSerializer(
                    KafkaRecordSerializationSchema.<String>builder()
                        .setTopic(config.topics().availabilityScores())
                        .setValueSerializationSchema(new SimpleStringSchema())
                        .build())
                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                .setTransactionalIdPrefix(config.kafka().transactionalIdPrefix())
                .setKafkaProducerConfig(properties)
                .build())
        .uid("write");
  }

  private static final class Pass extends AbstractStreamOperator<String>
      implements OneInputStreamOperator<Arrival, String>, BoundedOneInput {
    private static final long serialVersionUID = 1;

    private static final int MESSAGES_OF_A_RESULT = 500;

    private long seen;
    private long hash;

    @Override
    public void processElement(StreamRecord<Arrival> element) {
      BgpObservation observation = element.getValue().observation();
      hash = 31 * hash + (observation == null ? 1 : hashOf(observation));
      if (++seen % MESSAGES_OF_A_RESULT == 0) {
        tell();
      }
    }

    private static long hashOf(BgpObservation observation) {
      long h = observation.observedAtMicros() + 31 * observation.sequence();
      h = 31 * h + observation.session().id() + (observation.kind() == BgpEvent.UPDATE ? 1 : 0);
      h = 31 * h + observation.originAsn() + (observation.endOfRib() == EndOfRib.NONE ? 0 : 1);
      for (long prefix : observation.withdrawn()) {
        h = 31 * h - prefix;
      }
      for (long prefix : observation.announced()) {
        h = 31 * h + prefix;
      }
      return h;
    }

    private void tell() {
      output.collect(new StreamRecord<>(seen + " " + Long.toHexString(hash)));
    }

    @Override
    public void endInput() {
      tell();
    }
  }
}
