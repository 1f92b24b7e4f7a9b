package io.nightlight.operator;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;

/** All that a record of columns holds, in words: records don't compare what is in their arrays. */
final class RecordText {
  private RecordText() {}

  static String of(Record value) {
    StringBuilder text = new StringBuilder();
    write(value, text);
    return text.toString();
  }

  private static void write(Object value, StringBuilder text) {
    if (value instanceof Record) {
      for (RecordComponent part : value.getClass().getRecordComponents()) {
        try {
          part.getAccessor().setAccessible(true);
          write(part.getAccessor().invoke(value), text.append(part.getName()).append('='));
        } catch (ReflectiveOperationException e) {
          throw new AssertionError(e);
        }
      }
    } else if (value instanceof Iterable<?> many) {
      many.forEach(one -> write(one, text));
    } else if (value != null && value.getClass().isArray()) {
      for (int i = 0; i < Array.getLength(value); i++) {
        write(Array.get(value, i), text);
      }
    } else {
      text.append(value).append(' ');
    }
  }
}
