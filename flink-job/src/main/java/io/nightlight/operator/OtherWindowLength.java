package io.nightlight.operator;

import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/**
 * State that was written with windows of another length. What waits in it, what is told by it and
 * the next window to be closed lie at the ends of those windows, so that nothing of it would meet
 * the windows of this run. The job fails with it and is not started again: no restart mends it.
 */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
public final class OtherWindowLength extends IllegalStateException {
  private static final long serialVersionUID = 1;

  private static final long SECOND = 1_000_000L;

  private OtherWindowLength(long writtenMicros, long windowMicros) {
    super(
        ("window.length is %1$ds, but the state that is restored was written with %2$ds: set"
                + " window.length=%2$ds, or start without the state")
            .formatted(windowMicros / SECOND, writtenMicros / SECOND));
  }

  /**
   * Keeps the length in state, and compares it with that in the state which is restored. State of a
   * release that did not keep it is taken to be of this length.
   *
   * @throws OtherWindowLength if they differ
   */
  static void refuse(long windowMicros, OperatorStateStore store) throws Exception {
    ListState<Long> kept =
        store.getListState(new ListStateDescriptor<>("window-micros", Types.LONG));
    for (long written : kept.get()) {
      if (written != windowMicros) {
        throw new OtherWindowLength(written, windowMicros);
      }
    }
    kept.update(List.of(windowMicros));
  }
}
