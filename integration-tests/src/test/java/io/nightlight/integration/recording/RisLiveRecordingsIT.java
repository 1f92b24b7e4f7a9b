package io.nightlight.integration.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.recording.Recorded;
import io.nightlight.recording.Recordings;
import io.nightlight.schema.BgpMessage;
import io.nightlight.schema.BgpMessageKind;
import io.nightlight.wire.RejectReason;
import io.nightlight.wire.Skipped;
import io.nightlight.wire.rislive.RisLiveReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real messages of RIS Live, of 2019 and 2021. */
class RisLiveRecordingsIT {
  private static final Pattern RAW = Pattern.compile("\"raw\": ?\"[^\"]*\",? ?");
  private static final String THOUSAND = "morrowc-rislive/1k-msgs";

  private static List<BgpMessage> messages(String file) throws Exception {
    List<BgpMessage> messages = new ArrayList<>();
    RealRecordings.read(
        one -> {
          assertThat(one.rejection()).isNull();
          messages.add(one.message());
        },
        file);
    return messages;
  }

  /** 871 announced with those that are listed under two next hops. */
  @Test
  void countsWhatAThousandMessagesSay() throws Exception {
    List<BgpMessage> messages = messages(THOUSAND);

    assertThat(messages).hasSize(1000);
    assertThat(messages)
        .filteredOn(message -> message.getKind() == BgpMessageKind.HEARTBEAT)
        .as("KEEPALIVE")
        .hasSize(6);
    assertThat(messages.stream().flatMap(m -> Lines.of(m).stream()).filter(l -> l.startsWith("A")))
        .hasSize(787);
    assertThat(messages.stream().flatMap(m -> Lines.of(m).stream()).filter(l -> l.startsWith("W")))
        .hasSize(2394);
    assertThat(messages.stream().map(BgpMessage::getCollector).distinct()).hasSize(14);
    assertThat(messages.stream().map(RisLiveRecordingsIT::session).distinct()).hasSize(66);
  }

  /** Most of them at one hundredth of a second with others, none of them out of its order. */
  @Test
  void theIdsCountTheMessagesOfASession() throws Exception {
    Map<String, Long> last = new HashMap<>();
    for (BgpMessage message : messages(THOUSAND)) {
      Long before = last.put(session(message), message.getSequence());
      if (before != null) {
        assertThat(message.getSequence()).isEqualTo(before + 1);
      }
    }
  }

  private static String session(BgpMessage message) {
    return message.getCollector() + " " + message.getPeerAddress() + " " + message.getPeerAsn();
  }

  /**
   * All but the paths with an AS_SET, which the feed left out of {@code path} in May 2019; since
   * November 2019 it stands there as an array (morrowc-rislive/fail-as-set).
   */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # file,                                 messages with raw, with an AS_SET in raw only
          caida-libbgpstream/ris-live-stream.json,                4, 0
          morrowc-rislive/1-msg,                                  1, 0
          morrowc-rislive/10-msg,                                10, 0
          morrowc-rislive/20-msg,                                20, 0
          morrowc-rislive/1k-msgs,                             1000, 1
          morrowc-rislive/fail-as-set,                            1, 0
          """)
  void rawAndParsedFieldsSayTheSame(String file, int compared, int differing) throws Exception {
    RisLiveReader reader = new RisLiveReader();
    List<String> differences = new ArrayList<>();
    int seen = 0;
    for (String line : Files.readAllLines(RealRecordings.file(file))) {
      if (line.contains("\"raw\"") && line.endsWith("}}")) {
        String withoutRaw = RAW.matcher(line).replaceFirst("");
        assertThat(withoutRaw).doesNotContain("\"raw\"");
        BgpMessage raw = reader.read(line.getBytes(UTF_8), "", 0);
        BgpMessage parsed = reader.read(withoutRaw.getBytes(UTF_8), "", 0);
        if (!facts(parsed).equals(facts(raw))) {
          assertThat(raw.getOriginAsn()).as(line).isZero();
          assertThat(facts(parsed)).isEqualTo(facts(withoutItsSet(raw, parsed)));
          differences.add(line);
        }
        seen++;
      }
    }
    assertThat(seen).isEqualTo(compared);
    assertThat(differences).hasSize(differing);
  }

  /** The path cut to the length of the other's. */
  private static BgpMessage withoutItsSet(BgpMessage raw, BgpMessage parsed) {
    List<Long> path = raw.getAsPath().subList(0, parsed.getAsPath().size());
    return BgpMessage.newBuilder(raw)
        .setAsPath(path)
        .setOriginAsn(path.get(path.size() - 1))
        .build();
  }

  /** In the order of the prefixes: the feed groups them by next hop. */
  private static String facts(BgpMessage message) {
    return message == null
        ? "skipped"
        : message.getKind()
            + " "
            + session(message)
            + " "
            + message.getSequence()
            + " "
            + message.getOriginAsn()
            + " "
            + new TreeSet<>(Lines.of(message));
  }

  @Test
  void readsEveryTypeOfMessage() throws Exception {
    List<Recorded> all = new ArrayList<>();
    Recordings recordings =
        RealRecordings.read(all::add, "caida-libbgpstream/ris-live-stream.json");

    assertThat(all)
        .extracting(
            one ->
                one.message() == null
                    ? one.rejection().reason().name()
                    : one.message().getKind().name())
        .containsExactly(
            "UPDATE", "PEER_DOWN", "UNSUPPORTED_TYPE", "PEER_DOWN", "HEARTBEAT", "TRUNCATED");
    assertThat(all.get(2).rejection().reason()).isEqualTo(RejectReason.UNSUPPORTED_TYPE);
    assertThat(all.get(2).rejection().message())
        .isEqualTo("line 3: RIS Live says 'ris_error': this is a test error message");
    assertThat(recordings.skipped()).containsExactly(Map.entry(Skipped.SENT_BY_COLLECTOR, 1L));
  }

  @Test
  void p26AnAsSetIsNoOrigin() throws Exception {
    assertThat(messages("morrowc-rislive/fail-as-set"))
        .singleElement()
        .satisfies(
            message -> {
              assertThat(message.getOriginAsn()).isZero();
              assertThat(message.getAsPath()).containsExactly(2497L, 6453L, 18705L, 26281L, 13340L);
              assertThat(Lines.prefixes(message.getAnnouncedIpv6(), 16))
                  .containsExactly("2607:ffc0:1000::/36");
            });
  }

  /** What another decoder made of the bytes lies beside them. */
  @Test
  void readsTheRawBytesAsBgpkitDoes() throws Exception {
    String elements = Files.readString(RealRecordings.file("bgpkit-parser/ris_live_raw_full.json"));
    Path hex = RealRecordings.file("bmp-openbmp-vectors/bgpkit-hex.txt");
    String raw =
        Files.readAllLines(hex).stream()
            .filter(line -> line.contains("raw_bytes.rs") && line.contains("2A0E97C7"))
            .map(line -> line.substring(line.lastIndexOf(' ') + 1))
            .findFirst()
            .orElseThrow();
    String json =
        """
        {"timestamp":1636245154.8,"peer":"2001:7f8:b:100:1d1:a520:1333:74","peer_asn":"201333",\
        "id":"10-183678-175313836","host":"rrc10","type":"UPDATE","raw":"%s"}"""
            .formatted(raw);

    BgpMessage message = new RisLiveReader().read(json.getBytes(UTF_8), "", 0);

    assertThat(Lines.prefixes(message.getAnnouncedIpv6(), 16))
        .hasSize(4)
        .allSatisfy(prefix -> assertThat(elements).contains("\"prefix\": \"" + prefix + "\""));
    assertThat(message.getAsPath()).containsExactly(201333L, 6762L, 174L, 20473L);
    assertThat(message.getSequence()).isEqualTo(175313836);
  }
}
