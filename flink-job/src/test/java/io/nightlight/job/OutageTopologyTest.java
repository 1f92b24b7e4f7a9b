package io.nightlight.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.geo.CountryMap;
import io.nightlight.domain.geo.CountryMapBuilder;
import io.nightlight.domain.net.IpAddress;
import io.nightlight.domain.outage.Provenance;
import io.nightlight.domain.outage.RunMode;
import io.nightlight.job.OutageTopology.Inputs;
import io.nightlight.operator.Shards;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.runtime.kryo.KryoSerializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamEdge;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

class OutageTopologyTest {
  private static final String LEDGER = "/topology/uids.txt";

  private static StreamGraph graph(int parallelism, String... settings) {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(parallelism);
    env.enableCheckpointing(10_000);
    JobConfig config = JobConfig.load(null, List.of(settings));
    CountryMapBuilder map = new CountryMapBuilder();
    map.addNetwork(IpAddress.parse("175.45.176.0"), 22, "KP");
    CountryMap countries = map.build("test");
    Provenance provenance = OutageTopology.provenance(config, countries, RunMode.LIVE);
    KafkaEndpoints kafka = new KafkaEndpoints(config);
    Inputs inputs =
        new Inputs(kafka.bgpUpdates(null, null), kafka.probeResults(null, null), parallelism);
    kafka.attach(OutageTopology.connect(env, inputs, config, countries, provenance), provenance);
    return env.getStreamGraph();
  }

  /**
   * State is found again by these names for ever. A new operator adds a line; a line that goes or
   * changes loses the state of every installation.
   */
  @Test
  void everyOperatorHasTheUidOfTheLedger() throws Exception {
    Set<String> uids = uids(graph(2));
    uids.addAll(uids(graph(2, "probes.format=none")));
    assertThat(uids).containsExactlyElementsOf(ledger());
  }

  private static Set<String> uids(StreamGraph graph) {
    Set<String> uids = new TreeSet<>();
    for (StreamNode node : graph.getStreamNodes()) {
      assertThat(node.getTransformationUID()).as(node.getOperatorName()).isNotNull();
      assertThat(uids.add(node.getTransformationUID())).as(node.getOperatorName()).isTrue();
    }
    return uids;
  }

  private static List<String> ledger() throws Exception {
    try (InputStream in = OutageTopologyTest.class.getResourceAsStream(LEDGER)) {
      assertThat(in).as(LEDGER).isNotNull();
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }

  @Test
  void nothingTravelsThroughKryo() {
    for (StreamNode node : graph(2).getStreamNodes()) {
      Set<TypeSerializer<?>> serializers = new HashSet<>(List.of(node.getTypeSerializersIn()));
      serializers.add(node.getTypeSerializerOut());
      assertThat(serializers)
          .as(node.getOperatorName())
          .noneMatch(KryoSerializer.class::isInstance);
    }
  }

  @Test
  void thereAreAsManyKeyGroupsAsShards() {
    assertThat(graph(4).getStreamNodes())
        .filteredOn(
            node -> List.of("track-routes", "judge-country").contains(node.getOperatorName()))
        .hasSize(2)
        .allMatch(node -> node.getMaxParallelism() == Shards.COUNT);
  }

  /** Events of the world are in one order, and one writer keeps it. */
  @Test
  void eventsAndMeasurementsHaveOneWriter() {
    assertThat(graph(4).getStreamNodes())
        .filteredOn(
            node ->
                node.getOperatorName().startsWith("write-events")
                    || node.getOperatorName().startsWith("write-measurements"))
        .isNotEmpty()
        .allMatch(node -> node.getParallelism() == 1);
  }

  /** A country's scores must not overtake each other on their way to the writers. */
  @Test
  void scoresAreWrittenWhereTheyAreMade() {
    StreamGraph graph = graph(4);
    StreamNode writer =
        graph.getStreamNodes().stream()
            .filter(node -> node.getOperatorName().equals("write-scores: Writer"))
            .findFirst()
            .orElseThrow();
    assertThat(writer.getInEdges())
        .singleElement()
        .extracting(StreamEdge::getPartitioner)
        .hasToString("FORWARD");
  }
}
