package io.nightlight.integration.kill;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.ListSerializer;
import org.apache.flink.api.common.typeutils.base.MapSerializer;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.api.java.typeutils.runtime.PojoSerializerSnapshot;
import org.apache.flink.core.fs.FSDataInputStream;
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
import org.apache.flink.runtime.state.StateSerializerProvider;
import org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.BackendStateType;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonSerializerKeys;
import org.apache.flink.runtime.state.restore.FullSnapshotRestoreOperation;
import org.apache.flink.runtime.state.restore.SavepointRestoreResult;

/** Which states lie in a savepoint, and by what they were written. */
final class SavepointContents {
  /** What a line begins with that names a class. */
  static final String CLASS = "class ";

  private static final Pattern OURS = Pattern.compile("io\\.nightlight\\.[\\w.$]+");
  private static final ClassLoader LOADER = SavepointContents.class.getClassLoader();

  private SavepointContents() {}

  /**
   * Lines {@code uid state serializer}, and {@code class name} for each class of ours that is named
   * in the bytes: whoever restores them looks for it under that name. Sorted. Timers, and what
   * sources and sinks keep as plain bytes, are Flink's own affair.
   */
  static List<String> of(Path savepoint) throws IOException {
    Set<String> lines = new TreeSet<>();
    for (OperatorState operator : operators(savepoint)) {
      for (StateMetaInfoSnapshot state : states(operator)) {
        if (isOurs(state)) {
          lines.add(uid(operator) + " " + state.getName() + " " + name(serializer(state)));
          lines.addAll(classes(snapshot(state)));
        }
      }
    }
    return List.copyOf(lines);
  }

  /** Lines {@code uid state} of those states that hold something. */
  static Set<String> filled(Path savepoint) throws Exception {
    Set<String> lines = new TreeSet<>();
    for (OperatorState operator : operators(savepoint)) {
      for (OperatorSubtaskState subtask : operator.getStates()) {
        Set<String> names = new TreeSet<>();
        for (KeyedStateHandle handle : subtask.getManagedKeyedState()) {
          addKeyed(handle, names);
        }
        for (OperatorStateHandle handle : subtask.getManagedOperatorState()) {
          addOfOperator(handle, names);
        }
        names.forEach(name -> lines.add(uid(operator) + " " + name));
      }
    }
    return lines;
  }

  private static void addKeyed(KeyedStateHandle handle, Set<String> names) throws Exception {
    var parts =
        new FullSnapshotRestoreOperation<>(
                handle.getKeyGroupRange(),
                LOADER,
                List.of(handle),
                StateSerializerProvider.fromNewRegisteredSerializer(keySerializer(handle)))
            .restore();
    while (parts.hasNext()) {
      SavepointRestoreResult part = parts.next();
      var groups = part.getRestoredKeyGroups();
      while (groups.hasNext()) {
        var entries = groups.next().getKeyGroupEntries();
        while (entries.hasNext()) {
          int state = entries.next().getKvStateId();
          names.add(part.getStateMetaInfoSnapshots().get(state).getName());
        }
      }
    }
  }

  @SuppressWarnings("unchecked") // of whatever type the keys are: none is read
  private static TypeSerializer<Object> keySerializer(KeyedStateHandle handle) throws IOException {
    try (InputStream in = ((KeyGroupsStateHandle) handle).openInputStream()) {
      KeyedBackendSerializationProxy<Object> proxy = new KeyedBackendSerializationProxy<>(LOADER);
      proxy.read(new DataInputViewStreamWrapper(in));
      return (TypeSerializer<Object>) proxy.getKeySerializerSnapshot().restoreSerializer();
    }
  }

  private static void addOfOperator(OperatorStateHandle handle, Set<String> names)
      throws IOException {
    for (var state : handle.getStateNameToPartitionOffsets().entrySet()) {
      long[] offsets = state.getValue().getOffsets();
      if (state.getValue().getDistributionMode() != OperatorStateHandle.Mode.BROADCAST) {
        if (offsets.length > 0) {
          names.add(state.getKey());
        }
        continue;
      }
      try (FSDataInputStream in = handle.openInputStream()) {
        in.seek(offsets[0]);
        int entries = new DataInputViewStreamWrapper(in).readInt();
        if (entries > 0) {
          names.add(state.getKey());
        }
      }
    }
  }

  private static Collection<OperatorState> operators(Path savepoint) throws IOException {
    CompletedCheckpointStorageLocation location =
        AbstractFsCheckpointStorageAccess.resolveCheckpointPointer(savepoint.toUri().toString());
    try (InputStream in = location.getMetadataHandle().openInputStream();
        DataInputStream data = new DataInputStream(in)) {
      return Checkpoints.loadCheckpointMetadata(data, LOADER, location.getExternalPointer())
          .getOperatorStates();
    }
  }

  private static String uid(OperatorState operator) {
    return operator.getOperatorUid().orElseGet(() -> operator.getOperatorID().toString());
  }

  private static boolean isOurs(StateMetaInfoSnapshot state) {
    return state.getBackendStateType() != BackendStateType.PRIORITY_QUEUE
        && !(serializer(state) instanceof BytePrimitiveArraySerializer);
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

  private static TypeSerializerSnapshot<?> snapshot(StateMetaInfoSnapshot state) {
    return Objects.requireNonNull(
        state.getTypeSerializerSnapshot(CommonSerializerKeys.VALUE_SERIALIZER));
  }

  private static TypeSerializer<?> serializer(StateMetaInfoSnapshot state) {
    return snapshot(state).restoreSerializer();
  }

  /** Of all that it consists of, too, at any depth. */
  private static Set<String> classes(TypeSerializerSnapshot<?> snapshot) throws IOException {
    DataOutputSerializer bytes = new DataOutputSerializer(1024);
    TypeSerializerSnapshot.writeVersionedSnapshot(bytes, snapshot);
    Matcher names = OURS.matcher(new String(bytes.getCopyOfBuffer(), ISO_8859_1));
    Set<String> lines = new TreeSet<>();
    while (names.find()) {
      lines.add(CLASS + names.group());
    }
    return lines;
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
      return "Pojo<" + type + ">";
    }
    if (OURS.matcher(serializer.getClass().getName()).matches()) {
      return serializer.snapshotConfiguration().getClass().getName();
    }
    return serializer.getClass().getSimpleName();
  }
}
