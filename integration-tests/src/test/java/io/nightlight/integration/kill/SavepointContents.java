package io.nightlight.integration.kill;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.ListSerializer;
import org.apache.flink.api.common.typeutils.base.MapSerializer;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.api.java.typeutils.runtime.PojoSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.CompletedCheckpointStorageLocation;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedBackendSerializationProxy;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorBackendSerializationProxy;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.BackendStateType;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonSerializerKeys;

/** Which states lie in a savepoint, and by what they were written. */
final class SavepointContents {
  private static final ClassLoader LOADER = SavepointContents.class.getClassLoader();

  private SavepointContents() {}

  /**
   * Lines {@code uid state serializer}, sorted. Timers, and what sources and sinks keep as plain
   * bytes, are Flink's own affair.
   */
  static List<String> of(Path savepoint) throws IOException {
    CompletedCheckpointStorageLocation location =
        AbstractFsCheckpointStorageAccess.resolveCheckpointPointer(savepoint.toUri().toString());
    TreeSet<String> lines = new TreeSet<>();
    try (InputStream in = location.getMetadataHandle().openInputStream();
        DataInputStream data = new DataInputStream(in)) {
      for (OperatorState operator :
          Checkpoints.loadCheckpointMetadata(data, LOADER, location.getExternalPointer())
              .getOperatorStates()) {
        String uid = operator.getOperatorUid().orElseGet(() -> operator.getOperatorID().toString());
        for (StateMetaInfoSnapshot state : states(operator)) {
          if (state.getBackendStateType() != BackendStateType.PRIORITY_QUEUE
              && !(serializer(state) instanceof BytePrimitiveArraySerializer)) {
            lines.add(uid + " " + state.getName() + " " + name(serializer(state)));
          }
        }
      }
    }
    return List.copyOf(lines);
  }

  private static List<StateMetaInfoSnapshot> states(OperatorState operator) throws IOException {
    List<StateMetaInfoSnapshot> states = new ArrayList<>();
    for (OperatorSubtaskState subtask : operator.getStates()) {
      for (KeyedStateHandle handle : subtask.getManagedKeyedState()) {
        try (InputStream in = ((KeyGroupsStateHandle) handle).openInputStream()) {
          KeyedBackendSerializationProxy<?> proxy = new KeyedBackendSerializationProxy<>(LOADER);
          proxy.read(new DataInputViewStreamWrapper(in));
          states.addAll(proxy.getStateMetaInfoSnapshots());
        }
      }
      for (OperatorStateHandle handle : subtask.getManagedOperatorState()) {
        try (InputStream in = handle.openInputStream()) {
          OperatorBackendSerializationProxy proxy = new OperatorBackendSerializationProxy(LOADER);
          proxy.read(new DataInputViewStreamWrapper(in));
          states.addAll(proxy.getOperatorStateMetaInfoSnapshots());
          states.addAll(proxy.getBroadcastStateMetaInfoSnapshots());
        }
      }
    }
    return states;
  }

  private static TypeSerializer<?> serializer(StateMetaInfoSnapshot state) {
    TypeSerializerSnapshot<?> snapshot =
        Objects.requireNonNull(
            state.getTypeSerializerSnapshot(CommonSerializerKeys.VALUE_SERIALIZER));
    return snapshot.restoreSerializer();
  }

  private static String name(TypeSerializer<?> serializer) throws IOException {
    if (serializer instanceof ListSerializer<?> list) {
      return "List<" + name(list.getElementSerializer()) + ">";
    }
    if (serializer instanceof MapSerializer<?, ?> map) {
      return "Map<%s, %s>".formatted(name(map.getKeySerializer()), name(map.getValueSerializer()));
    }
    if (serializer.snapshotConfiguration() instanceof PojoSerializerSnapshot<?> snapshot) {
      // The class is what such a snapshot begins with.
      DataOutputSerializer bytes = new DataOutputSerializer(256);
      snapshot.writeSnapshot(bytes);
      String type = new DataInputDeserializer(bytes.getCopyOfBuffer()).readUTF();
      return "Pojo<" + type.substring(type.lastIndexOf('.') + 1) + ">";
    }
    return serializer.getClass().getSimpleName();
  }
}
