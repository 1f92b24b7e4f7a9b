package io.nightlight.operator;

import io.nightlight.domain.routes.RouteBatch;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * Batches as a stream's type: field by field, their thousands of numbers would be written one by
 * one.
 */
public final class RouteBatchType extends TypeInformation<RouteBatch> {
  private static final long serialVersionUID = 1;

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public Class<RouteBatch> getTypeClass() {
    return RouteBatch.class;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public TypeSerializer<RouteBatch> createSerializer(SerializerConfig config) {
    return new RouteBatchSerializer();
  }

  @Override
  public String toString() {
    return "RouteBatch";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RouteBatchType;
  }

  @Override
  public int hashCode() {
    return RouteBatchType.class.hashCode();
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof RouteBatchType;
  }
}
