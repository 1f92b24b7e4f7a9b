package io.nightlight.integration.process;

import io.nightlight.demo.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.ArrayNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A standalone Flink cluster as {@code deploy} configures it with high availability: a ZooKeeper, a
 * JobManager and two TaskManagers of two slots, each in a JVM of its own.
 */
public final class FlinkCluster implements AutoCloseable {
  private static final int TASK_MANAGERS = 2;
  private static final int SLOTS = 2;
  private static final Duration TO_COME_UP = Duration.ofSeconds(180);
  private static final String FLINK = "org.apache.flink.runtime.";
  private static final String ZOO_KEEPER =
      "org.apache.flink.shaded.zookeeper3.org.apache.zookeeper.server.quorum.QuorumPeerMain";

  private final Path project;
  private final Path folder;
  private final List<String> javaOptions;
  private final FlinkRest rest;
  private final JavaProcess zooKeeper;
  private final JavaProcess[] taskManagers = new JavaProcess[TASK_MANAGERS];
  private JavaProcess jobManager;

  private FlinkCluster(Path project, Path folder) throws IOException {
    this.project = project;
    this.folder = folder;
    List<Integer> ports = FreePorts.find(2);
    this.rest = new FlinkRest(ports.get(0));
    this.javaOptions = configure(ports.get(0), ports.get(1));
    this.zooKeeper = startZooKeeper(ports.get(1));
    this.jobManager = startJobManager();
    for (int i = 0; i < TASK_MANAGERS; i++) {
      taskManagers[i] = startTaskManager(i);
    }
  }

  /**
   * Starts it and waits until all slots are there.
   *
   * @param project its root, where {@code flink-job} has been built
   * @param folder for configuration, logs and state
   */
  public static FlinkCluster start(Path project, Path folder)
      throws IOException, InterruptedException {
    if (!Files.isDirectory(lib(project))) {
      throw new IOException("no Flink in " + lib(project) + "; 'mvn package' puts it there");
    }
    Files.createDirectories(folder.resolve("tmp"));
    FlinkCluster cluster = new FlinkCluster(project, folder);
    try {
      cluster.awaitSlots();
      return cluster;
    } catch (AssertionError | InterruptedException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private static Path lib(Path project) {
    return project.resolve("flink-job/target/flink-lib");
  }

  /**
   * Writes what {@code deploy} says, but for ports, folders and sizes of this cluster, and shorter
   * times so that a test need not wait; returns the JVM's options.
   */
  private List<String> configure(int restPort, int zooKeeperPort) throws IOException {
    Map<String, String> settings = new TreeMap<>();
    for (String file : List.of("config.yaml", "high-availability.yaml")) {
      for (String line : Files.readAllLines(project.resolve("deploy/flink").resolve(file))) {
        int colon = line.indexOf(": ");
        if (!line.startsWith("#") && colon > 0) {
          settings.put(line.substring(0, colon), line.substring(colon + 2));
        }
      }
    }
    settings.keySet().removeIf(key -> key.startsWith("metrics."));
    settings.remove("taskmanager.memory.process.size");
    settings.putAll(TIMES_AND_SIZES);
    settings.put("rest.port", String.valueOf(restPort));
    settings.put("high-availability.zookeeper.quorum", "localhost:" + zooKeeperPort);
    settings.put("io.tmp.dirs", folder.resolve("tmp").toString());
    Path conf = Files.createDirectories(folder.resolve("conf"));
    String here = folder.toUri().toString().replaceAll("/$", "");
    Files.writeString(
        conf.resolve("config.yaml"),
        settings.entrySet().stream()
            .map(entry -> entry.getKey() + ": " + entry.getValue() + "\n")
            .collect(Collectors.joining())
            .replace("file:///var/lib/nightlight", here));
    return List.of(settings.get("env.java.opts.all").split(" "));
  }

  private static final Map<String, String> TIMES_AND_SIZES =
      Map.ofEntries(
          Map.entry("rest.address", "localhost"),
          Map.entry("rest.bind-address", "localhost"),
          Map.entry("jobmanager.rpc.address", "localhost"),
          Map.entry("jobmanager.bind-host", "localhost"),
          Map.entry("taskmanager.host", "localhost"),
          Map.entry("taskmanager.bind-host", "localhost"),
          // Each look at the REST interface is to see what is so now.
          Map.entry("web.refresh-interval", "100ms"),
          Map.entry("execution.checkpointing.interval", "2s"),
          Map.entry("execution.checkpointing.min-pause", "500ms"),
          Map.entry("restart-strategy.type", "fixed-delay"),
          Map.entry("restart-strategy.fixed-delay.attempts", "1000"),
          Map.entry("restart-strategy.fixed-delay.delay", "1s"),
          Map.entry("heartbeat.interval", "1s"),
          Map.entry("heartbeat.timeout", "30s"),
          // So long the cluster waits for a JobManager that was killed.
          Map.entry("high-availability.zookeeper.client.session-timeout", "8s"),
          Map.entry("high-availability.zookeeper.client.connection-timeout", "5s"),
          Map.entry("pekko.ask.timeout", "60s"),
          Map.entry("taskmanager.numberOfTaskSlots", String.valueOf(SLOTS)),
          // What the scripts of Flink's distribution would work out.
          Map.entry("taskmanager.cpu.cores", String.valueOf(SLOTS)),
          Map.entry("taskmanager.memory.framework.heap.size", "128m"),
          Map.entry("taskmanager.memory.framework.off-heap.size", "128m"),
          Map.entry("taskmanager.memory.jvm-metaspace.size", "256m"),
          Map.entry("taskmanager.memory.jvm-overhead.min", "192m"),
          Map.entry("taskmanager.memory.jvm-overhead.max", "192m"),
          Map.entry("taskmanager.memory.task.heap.size", "384m"),
          Map.entry("taskmanager.memory.task.off-heap.size", "0b"),
          Map.entry("taskmanager.memory.network.min", "128m"),
          Map.entry("taskmanager.memory.network.max", "128m"),
          Map.entry("taskmanager.memory.managed.size", "0b"));

  private JavaProcess startZooKeeper(int port) throws IOException {
    Path conf = folder.resolve("conf/zoo.cfg");
    Files.write(
        conf,
        List.of(
            "dataDir=" + folder.resolve("zookeeper"),
            "tickTime=500",
            "clientPort=" + port,
            "clientPortAddress=localhost",
            "admin.enableServer=false"));
    return launch("zookeeper", List.of("-Xmx128m"), ZOO_KEEPER, List.of(conf.toString()));
  }

  private JavaProcess startJobManager() throws IOException {
    return launch(
        "jobmanager",
        List.of("-Xmx768m"),
        FLINK + "entrypoint.StandaloneSessionClusterEntrypoint",
        List.of("--configDir", folder.resolve("conf").toString()));
  }

  private JavaProcess startTaskManager(int index) throws IOException {
    return launch(
        name(index),
        List.of("-Xmx640m"),
        FLINK + "taskexecutor.TaskManagerRunner",
        List.of(
            "--configDir",
            folder.resolve("conf").toString(),
            "-D",
            "taskmanager.resource-id=" + name(index)));
  }

  private static String name(int index) {
    return "taskmanager-" + (index + 1);
  }

  private JavaProcess launch(String name, List<String> options, String main, List<String> arguments)
      throws IOException {
    List<String> all = new ArrayList<>(javaOptions);
    all.addAll(options);
    return JavaProcess.start(
        new JavaProcess.Program(name, all, lib(project) + "/*", main, arguments), folder);
  }

  private void awaitSlots() throws InterruptedException {
    Await.until(
        "all slots are there, the logs are in " + folder,
        TO_COME_UP,
        () -> {
          zooKeeper.checkAlive();
          jobManager.checkAlive();
          for (JavaProcess taskManager : taskManagers) {
            taskManager.checkAlive();
          }
          return rest.get("/overview").get("slots-total").asInt() >= TASK_MANAGERS * SLOTS;
        });
  }

  /** Submits the job's jar, and waits until every task runs and a checkpoint is complete. */
  public FlinkJob submit(Path jar, int parallelism, List<String> arguments)
      throws IOException, InterruptedException {
    return submit(jar, request(parallelism, arguments));
  }

  /** Likewise, to go on from a savepoint. */
  public FlinkJob restore(String savepoint, Path jar, int parallelism, List<String> arguments)
      throws IOException, InterruptedException {
    return submit(jar, request(parallelism, arguments).put("savepointPath", savepoint));
  }

  private static ObjectNode request(int parallelism, List<String> arguments) {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.put("parallelism", parallelism);
    ArrayNode list = request.putArray("programArgsList");
    arguments.forEach(list::add);
    return request;
  }

  private FlinkJob submit(Path jar, ObjectNode request) throws IOException, InterruptedException {
    JsonNode answer = rest.post("/jars/" + rest.upload(jar) + "/run", request);
    FlinkJob job = new FlinkJob(rest, answer.get("jobid").asText());
    job.awaitCheckpoint(-1);
    return job;
  }

  /** SIGKILL for one of the TaskManagers that run tasks; returns which. */
  public int killBusyTaskManager(RandomGenerator random) throws IOException, InterruptedException {
    List<Integer> busy = new ArrayList<>();
    for (JsonNode taskManager : rest.get("/taskmanagers").get("taskmanagers")) {
      for (int i = 0; i < TASK_MANAGERS; i++) {
        if (taskManager.get("id").asText().equals(name(i))
            && taskManager.get("freeSlots").asInt() < taskManager.get("slotsNumber").asInt()) {
          busy.add(i);
        }
      }
    }
    int index = busy.get(random.nextInt(busy.size()));
    taskManagers[index].kill();
    return index;
  }

  /** After its end: another in its place. */
  public void restartTaskManager(int index) throws IOException {
    taskManagers[index] = startTaskManager(index);
  }

  /** SIGKILL. */
  public void killJobManager() {
    jobManager.kill();
  }

  /** After its end: another in its place, on the same port. */
  public void restartJobManager() throws IOException {
    jobManager = startJobManager();
  }

  @Override
  public void close() {
    for (JavaProcess taskManager : taskManagers) {
      taskManager.kill();
    }
    jobManager.kill();
    zooKeeper.kill();
  }
}
