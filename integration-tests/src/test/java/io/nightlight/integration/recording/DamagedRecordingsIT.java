package io.nightlight.integration.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.nightlight.recording.Decompression;
import io.nightlight.recording.ReadingProgress;
import io.nightlight.recording.Recorded;
import io.nightlight.recording.RecordingFiles;
import io.nightlight.recording.Recordings;
import io.nightlight.recording.UnreadableRecordingException;
import io.nightlight.recording.mrt.MrtDamageException;
import io.nightlight.recording.mrt.MrtDecoder;
import io.nightlight.recording.mrt.MrtReader;
import io.nightlight.recording.mrt.MrtRecord;
import io.nightlight.schema.BgpMessage;
import io.nightlight.wire.BgpMessageCodec;
import io.nightlight.wire.RefusedException;
import io.nightlight.wire.bgp.BgpFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real recordings, damaged at random: whatever comes of it is read or refused, one record after the
 * other, in time and in memory that the number of bytes bounds (pitfall P9). The damage is the same
 * in every run.
 */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class DamagedRecordingsIT {
  private static final int SEED = 20_141_222;
  private static final int HEADER_BYTES = 12;
  private static final int MOST_RECORDS_OF_A_FILE = 2_000;
  private static final int ROUNDS = 20_000;

  /** Of a record's row, the smallest thing that becomes an object: 8 bytes. */
  private static final int MOST_ALLOCATED_FOR_A_BYTE = 128;

  private static final int MOST_ALLOCATED_BESIDES = 16 << 10;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final BgpMessageCodec codec = new BgpMessageCodec();
  private long read;
  private long refused;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bgpipe/sample.mrt",
        "bgpkit-parser/rrc00.updates.20000102.2014.gz",
        "bgpkit-parser/rrc01.updates.20001104.0124.gz",
        "bgpkit-parser/rrc03.updates.20100227.1600.first-796-records.gz",
        "bgpkit-parser/rrc15.updates.20100227.1600.gz",
        "bgpkit-parser/updates.bz2",
        "caida-libbgpstream/ris.rrc06.updates.1427846400.gz",
        "caida-libbgpstream/routeviews.route-views.jinx.ribs.1401487200.bz2",
        "caida-libbgpstream/updates.example.bz2",
        "codebje-hask-mrt/rib.bz2",
        "codebje-hask-mrt/update.bz2",
        "morrowc-mrtparser/updates.20260222.1530.bz2",
        "mrtparse-samples/bird-mrtdump_rib",
        "mrtparse-samples/bird6-mrtdump_bgp",
        "mrtparse-samples/bird_bgp",
        "mrtparse-samples/openbgpd_bgp",
        "mrtparse-samples/openbgpd_rib_table",
        "mrtparse-samples/openbgpd_rib_table-mp",
        "mrtparse-samples/quagga_bgp",
        "mrtparse-samples/quagga_rib",
        "ripe-bgpdump/bview.20020722.2337.gz",
        "ripe-bgpdump/bview.64k_stream_overflow.gz",
        "ripe-bgpdump/bview.ipv4_unicast_add_path.gz",
        "ripe-bgpdump/bview.ipv6_unicast_add_path.gz",
        "ripe-bgpdump/updates.20070211.0141.gz",
        "ripe-bgpdump/updates.et-header.2015.gz",
        "ripe-bgpdump/updates.long_withdrawal.gz",
        "ripe-bgpdump/updates.nlri_mask_trailing_bits.gz"
      })
  void p9ReadsOrRefusesDamagedRecords(String file) throws Exception {
    List<MrtRecord> records = beginningOf(RealRecordings.file(file));
    Random random = new Random(SEED);
    MrtDecoder decoder = new MrtDecoder("rrc00");
    decode(decoder, records.get(0)); // of a table dump: the index of the peers
    Mutation[] mutations = Mutation.values();

    for (int round = 0; round < ROUNDS; round++) {
      MrtRecord whole = records.get(random.nextInt(records.size()));
      byte[] other = records.get(random.nextInt(records.size())).bytes();
      byte[] damaged = mutations[round % mutations.length].of(whole.bytes(), 4, other, random);
      if (damaged.length >= HEADER_BYTES) {
        decodeWithinBounds(decoder, recordOf(damaged), whole);
      }
    }

    assertThat(refused).isPositive();
  }

  /** With the framing damaged too: the whole way from a file to messages. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "bgpipe/sample.mrt",
        "bgpkit-parser/rrc03.updates.20100227.1600.first-796-records.gz",
        "codebje-hask-mrt/rib.bz2",
        "morrowc-mrtparser/updates.20260222.1530.bz2",
        "mrtparse-samples/openbgpd_rib_table",
        "ripe-bgpdump/updates.et-header.2015.gz"
      })
  void p9ReadsADamagedFileToItsEnd(String file) throws Exception {
    List<MrtRecord> records = beginningOf(RealRecordings.file(file));
    Random random = new Random(SEED);
    for (int round = 0; round < 200; round++) {
      Path damaged = folder.resolve("damaged");
      int among = 1 << random.nextInt(10);
      try (OutputStream out = Files.newOutputStream(damaged)) {
        for (MrtRecord record : records.subList(0, Math.min(records.size(), 500))) {
          Mutation mutation = Mutation.values()[random.nextInt(Mutation.values().length)];
          boolean spared = random.nextInt(among) > 0;
          byte[] bytes = record.bytes();
          out.write(spared ? bytes : mutation.of(bytes, 0, bytes, random));
        }
      }
      readAll(damaged);
    }

    assertThat(read).isPositive();
    assertThat(refused).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bgpkit-parser/updates.bz2",
        "caida-libbgpstream/routeviews.route-views.jinx.updates.1401493500.bz2",
        "caida-libbgpstream/ris.rrc06.updates.1427846400.gz",
        "ripe-bgpdump/updates.20020722.2238.gz"
      })
  void p9ReadsAFileOfDamagedCompressionToItsEnd(String file) throws Exception {
    byte[] whole = Files.readAllBytes(RealRecordings.file(file));
    Random random = new Random(SEED);
    for (int round = 0; round < 200; round++) {
      Mutation mutation = Mutation.values()[round % Mutation.values().length];
      Path damaged = folder.resolve("damaged");
      Files.write(damaged, mutation.of(whole, 0, whole, random));
      readAll(damaged);
    }

    assertThat(refused).as("of a bzip2 file of one block nothing is left").isPositive();
  }

  private static List<MrtRecord> beginningOf(Path file) throws IOException, MrtDamageException {
    List<MrtRecord> records = new ArrayList<>();
    try (InputStream in = Decompression.open(Files.newInputStream(file))) {
      MrtReader reader = new MrtReader(in);
      MrtRecord next = reader.next();
      while (next != null && records.size() < MOST_RECORDS_OF_A_FILE) {
        records.add(next);
        next = reader.next();
      }
    }
    return records;
  }

  /** As the reader would have cut it, whatever length its header says. */
  private static MrtRecord recordOf(byte[] bytes) {
    return new MrtRecord(
        1, 0, u16(bytes, 0) * 65_536L + u16(bytes, 2), u16(bytes, 4), u16(bytes, 6), bytes);
  }

  private static int u16(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
  }

  private void decodeWithinBounds(MrtDecoder decoder, MrtRecord damaged, MrtRecord whole) {
    long most = MOST_ALLOCATED_BESIDES + (long) MOST_ALLOCATED_FOR_A_BYTE * damaged.bytes().length;
    long allocated = Long.MAX_VALUE;
    // What is loaded, compiled or learned once is not the record's: it does not come again.
    for (int attempt = 0; attempt < 5 && allocated > most; attempt++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      decode(decoder, damaged);
      allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    }
    assertThat(allocated)
        .as("bytes allocated for %d, once record %d", damaged.bytes().length, whole.number())
        .isLessThanOrEqualTo(most);
  }

  private void decode(MrtDecoder decoder, MrtRecord record) {
    try {
      decoder.decode(record, 1).forEach(this::toDomain);
      read++;
    } catch (BgpFormatException e) {
      assertThat(e.getMessage()).isNotBlank();
      refused++;
    }
  }

  private void readAll(Path file) throws Exception {
    try (Recordings recordings = open(file)) {
      for (Recorded next = recordings.next(); next != null; next = recordings.next()) {
        BgpMessage message = next.message();
        if (message == null) {
          refused++;
        } else {
          read++;
          toDomain(message);
        }
      }
    } catch (UnreadableRecordingException beginningDamaged) {
      refused++;
    }
  }

  private static Recordings open(Path file) throws UnreadableRecordingException {
    return Recordings.open(RecordingFiles.find(List.of(file.toString())), ReadingProgress.UNHEARD);
  }

  /** A time of 1970 is all that is left to refuse. */
  private void toDomain(BgpMessage message) {
    try {
      codec.toDomain(message);
    } catch (RefusedException e) {
      assertThat(e).hasMessageContaining("1970-01-01");
    }
  }
}
