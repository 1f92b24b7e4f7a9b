package io.nightlight.replay;

import io.nightlight.domain.outage.Provenance;
import io.nightlight.job.OutageTopology.Outputs;
import io.nightlight.wire.AvailabilityScoreCodec;
import io.nightlight.wire.MeasurementEventCodec;
import io.nightlight.wire.OutageEventCodec;
import io.nightlight.wire.RejectionCodec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * The files that a replay leaves, each line a record, in the canonical order: window, country, id,
 * revision.
 */
public final class OutputFiles {
  public static final String EVENTS = "outage-events.jsonl";
  public static final String SCORES = "availability-scores.jsonl";
  public static final String MEASUREMENTS = "measurement-events.jsonl";
  public static final String REJECTED = "rejected.jsonl";
  public static final String SUMMARY = "summary.json";

  /** The files whose digests make up a result. */
  public static final List<String> DIGESTED = List.of(EVENTS, SCORES, MEASUREMENTS, REJECTED);

  private OutputFiles() {}

  /** Writes all that goes out into a folder that exists. */
  static void attach(Outputs outputs, Provenance provenance, Path folder) {
    write(
        outputs.events(),
        event -> OutputLine.of(OutageEventCodec.toAvro(event)),
        folder.resolve(EVENTS));
    write(
        outputs.scores(),
        score -> OutputLine.of(AvailabilityScoreCodec.toAvro(score, provenance)),
        folder.resolve(SCORES));
    write(
        outputs.measurements(),
        event -> OutputLine.of(MeasurementEventCodec.toAvro(event, provenance)),
        folder.resolve(MEASUREMENTS));
    write(
        outputs.rejections(),
        rejection -> OutputLine.of(RejectionCodec.toAvro(rejection)),
        folder.resolve(REJECTED));
  }

  private static <T> void write(DataStream<T> stream, MapFunction<T, OutputLine> line, Path file) {
    String name = "write-" + file.getFileName().toString().replace(".jsonl", "");
    stream
        .map(line, TypeInformation.of(OutputLine.class))
        .uid("render-" + name.substring("write-".length()))
        .name("render-" + name.substring("write-".length()))
        .setParallelism(stream.getParallelism())
        .sinkTo(new LineSink(file))
        .uid(name)
        .name(name)
        .setParallelism(1);
  }

  /** The SHA-256 of a file in hexadecimal digits. */
  static String digest(Path file) throws IOException {
    MessageDigest sha256;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(sha256.digest());
  }
}
