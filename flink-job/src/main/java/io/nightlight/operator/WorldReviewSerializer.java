package io.nightlight.operator;

import io.nightlight.domain.review.WorldReview;
import java.io.IOException;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * What the review of the world remembers, in checkpoints and savepoints: what Flink's serializer of
 * records makes of it.
 */
public final class WorldReviewSerializer extends VersionedSerializer<WorldReview.Snapshot> {
  private static final long serialVersionUID = 1;

  private transient TypeSerializer<WorldReview.Snapshot> plain;

  private TypeSerializer<WorldReview.Snapshot> plain() {
    if (plain == null) {
      SerializerConfigImpl strict = new SerializerConfigImpl();
      strict.setGenericTypes(false);
      plain = TypeInformation.of(WorldReview.Snapshot.class).createSerializer(strict);
    }
    // There is one key, so that making one for each call costs little; sharing one would not be
    // safe while a checkpoint is written.
    return plain.duplicate();
  }

  @Override
  int version() {
    return 1;
  }

  @Override
  void writeBody(WorldReview.Snapshot review, DataOutputView out) throws IOException {
    plain().serialize(review, out);
  }

  @Override
  WorldReview.Snapshot readBody(int version, DataInputView in) throws IOException {
    return plain().deserialize(in);
  }

  @Override
  public WorldReview.Snapshot createInstance() {
    return WorldReview.Snapshot.empty();
  }

  @Override
  public WorldReview.Snapshot copy(WorldReview.Snapshot from) {
    return from;
  }

  @Override
  public TypeSerializerSnapshot<WorldReview.Snapshot> snapshotConfiguration() {
    return new Format();
  }

  /** The format's name in a savepoint; the version of a value is in the value. */
  public static final class Format extends SimpleTypeSerializerSnapshot<WorldReview.Snapshot> {
    public Format() {
      super(WorldReviewSerializer::new);
    }
  }
}
