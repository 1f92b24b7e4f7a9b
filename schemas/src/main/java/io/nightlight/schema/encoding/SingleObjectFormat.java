package io.nightlight.schema.encoding;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.specific.SpecificData;

/**
 * The header of single-object encoding (Avro specification, "Single-object encoding"): {@code C3
 * 01}, then the CRC-64-AVRO fingerprint of the writer's schema, least significant byte first.
 */
final class SingleObjectFormat {
  static final byte MARKER = (byte) 0xC3;
  static final byte FORMAT_VERSION = 1;
  static final int HEADER_BYTES = 10;

  static final VarHandle LITTLE_ENDIAN_LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private SingleObjectFormat() {}

  /**
   * How our classes map to Avro. It looks them up with their own class loader: where Avro and our
   * classes have different ones, as they can on a cluster, Avro's own would not find them.
   */
  static SpecificData modelOf(Class<?> type) {
    SpecificData model = new SpecificData(type.getClassLoader());
    model.addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
    return model;
  }
}
