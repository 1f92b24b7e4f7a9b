package io.nightlight.operator;

import io.nightlight.domain.routes.CountryMembers;
import io.nightlight.domain.routes.MemberCensus;
import io.nightlight.domain.routes.ShardMembers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The bytes of the census in checkpoints and savepoints. Sessions and countries are named once for
 * all shards, and within a shard each set of members once, because most countries have the same.
 */
public final class MemberCensusSerializer extends VersionedSerializer<MemberCensus> {
  private static final long serialVersionUID = 1;

  @Override
  int version() {
    return 1;
  }

  @Override
  void writeBody(MemberCensus census, DataOutputView out) throws IOException {
    TreeMap<Long, Integer> sessions = new TreeMap<>();
    TreeMap<String, Integer> countries = new TreeMap<>();
    for (ShardMembers shard : census.told().values()) {
      Arrays.stream(shard.sessionIds()).forEach(id -> sessions.put(id, 0));
      shard.countries().forEach(country -> countries.put(country.country(), 0));
    }
    writeNumber(sessions.size(), out);
    int next = 0;
    for (Map.Entry<Long, Integer> session : sessions.entrySet()) {
      session.setValue(next++);
      out.writeLong(session.getKey());
    }
    writeNumber(countries.size(), out);
    next = 0;
    for (Map.Entry<String, Integer> country : countries.entrySet()) {
      country.setValue(next++);
      out.writeUTF(country.getKey());
    }
    writeNumber(census.told().size(), out);
    for (ShardMembers shard : census.told().values()) {
      writeShard(shard, sessions, countries, out);
    }
  }

  private static void writeShard(
      ShardMembers shard,
      Map<Long, Integer> sessions,
      Map<String, Integer> countries,
      DataOutputView out)
      throws IOException {
    writeNumber(shard.shard(), out);
    out.writeLong(shard.windowEndMicros());
    writeNumber(shard.sessionIds().length, out);
    for (int place = 0; place < shard.sessionIds().length; place++) {
      writeNumber(sessions.get(shard.sessionIds()[place]), out);
      writeNumber(shard.memberships()[place], out);
    }
    Map<List<Long>, Integer> sets = new LinkedHashMap<>();
    for (CountryMembers country : shard.countries()) {
      sets.putIfAbsent(words(country), sets.size());
    }
    writeNumber(sets.size(), out);
    for (List<Long> set : sets.keySet()) {
      ColumnBytes.write(set.stream().mapToLong(word -> word).toArray(), out);
    }
    writeNumber(shard.countries().size(), out);
    for (CountryMembers country : shard.countries()) {
      writeNumber(countries.get(country.country()), out);
      writeNumber(sets.get(words(country)), out);
    }
  }

  private static List<Long> words(CountryMembers country) {
    return Arrays.stream(country.members()).boxed().toList();
  }

  @Override
  MemberCensus readBody(int version, DataInputView in) throws IOException {
    long[] sessions = new long[readNumber(in)];
    for (int i = 0; i < sessions.length; i++) {
      sessions[i] = in.readLong();
    }
    String[] countries = new String[readNumber(in)];
    for (int i = 0; i < countries.length; i++) {
      countries[i] = in.readUTF();
    }
    MemberCensus census = new MemberCensus();
    for (int left = readNumber(in); left > 0; left--) {
      census.note(readShard(sessions, countries, in));
    }
    return census;
  }

  private static ShardMembers readShard(long[] sessions, String[] countries, DataInputView in)
      throws IOException {
    int shard = readNumber(in);
    long windowEnd = in.readLong();
    long[] ids = new long[readNumber(in)];
    int[] memberships = new int[ids.length];
    for (int place = 0; place < ids.length; place++) {
      ids[place] = sessions[readNumber(in)];
      memberships[place] = readNumber(in);
    }
    long[][] sets = new long[readNumber(in)][];
    for (int i = 0; i < sets.length; i++) {
      sets[i] = ColumnBytes.readLongs(in);
    }
    List<CountryMembers> members = new ArrayList<>();
    for (int left = readNumber(in); left > 0; left--) {
      members.add(new CountryMembers(countries[readNumber(in)], sets[readNumber(in)]));
    }
    return new ShardMembers(shard, windowEnd, ids, memberships, members);
  }

  /** Seven bits a byte, the lowest first; the highest bit says that more follow. */
  private static void writeNumber(int number, DataOutputView out) throws IOException {
    int rest = number;
    while ((rest & ~0x7F) != 0) {
      out.writeByte(rest & 0x7F | 0x80);
      rest >>>= 7;
    }
    out.writeByte(rest);
  }

  private static int readNumber(DataInputView in) throws IOException {
    int number = 0;
    for (int shift = 0; ; shift += 7) {
      int next = in.readUnsignedByte();
      number |= (next & 0x7F) << shift;
      if (next < 0x80 || shift > 28) {
        return number;
      }
    }
  }

  @Override
  public MemberCensus createInstance() {
    return new MemberCensus();
  }

  @Override
  public MemberCensus copy(MemberCensus from) {
    MemberCensus copy = new MemberCensus();
    from.told().values().forEach(copy::note);
    return copy;
  }

  @Override
  public TypeSerializerSnapshot<MemberCensus> snapshotConfiguration() {
    return new Format();
  }

  /** The format's name in a savepoint; the version of a value is in the value. */
  public static final class Format extends SimpleTypeSerializerSnapshot<MemberCensus> {
    public Format() {
      super(MemberCensusSerializer::new);
    }
  }
}
