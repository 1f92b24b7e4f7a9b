package io.nightlight.integration.trouble;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The main class of a test broker's JVM: formats the storage if it isn't, and runs the broker until
 * the parent is gone, which closes the other end of standard input. Needs no other class of ours,
 * and of Kafka only names.
 */
final class BrokerProcess {
  private BrokerProcess() {}

  /**
   * Runs a broker; returns when it has stopped.
   *
   * @param args the cluster's id, the file of its properties, and what else the storage is to be
   *     formatted with
   */
  public static void main(String[] args) throws ReflectiveOperationException {
    Thread guard = new Thread(BrokerProcess::outliveNobody, "parent-guard");
    guard.setDaemon(true);
    guard.start();
    List<String> format =
        new ArrayList<>(
            List.of("format", "--ignore-formatted", "--cluster-id", args[0], "--config", args[1]));
    format.addAll(List.of(args).subList(2, args.length));
    Object status =
        Class.forName("kafka.tools.StorageTool")
            .getMethod("execute", String[].class, PrintStream.class)
            .invoke(null, format.toArray(new String[0]), System.out);
    if (!status.equals(0)) {
      System.exit(1);
    }
    Class.forName("kafka.Kafka")
        .getMethod("main", String[].class)
        .invoke(null, (Object) new String[] {args[1]});
  }

  private static void outliveNobody() {
    try {
      while (System.in.read() >= 0) {
        // the parent says nothing; its silence is a sign of life
      }
    } catch (IOException e) {
      // as good as its end
    } finally {
      Runtime.getRuntime().halt(0);
    }
  }
}
