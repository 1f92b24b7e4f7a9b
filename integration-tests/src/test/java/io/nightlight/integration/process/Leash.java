package io.nightlight.integration.process;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * The main class of every JVM that a test starts: runs another main class, and ends when the parent
 * is gone, however it went.
 *
 * <p>The parent holds the other end of standard input, and the kernel closes it even after a
 * SIGKILL. This class file is copied alone onto the other's classpath, so it must need no other
 * class of ours.
 */
final class Leash {
  private Leash() {}

  /**
   * @param args the main class to run, and its arguments
   */
  public static void main(String[] args) throws ReflectiveOperationException {
    Thread leash = new Thread(Leash::endWithTheParent, "leash");
    leash.setDaemon(true);
    leash.start();
    try {
      Class.forName(args[0])
          .getMethod("main", String[].class)
          .invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
    } catch (InvocationTargetException e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  private static void endWithTheParent() {
    try {
      while (System.in.read() >= 0) {
        // the parent says nothing; its silence is a sign of life
      }
    } catch (IOException e) {
      // as good as the end
    }
    Runtime.getRuntime().halt(0);
  }
}
