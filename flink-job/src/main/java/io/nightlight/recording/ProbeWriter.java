package io.nightlight.recording;

import io.nightlight.schema.ProbeMethod;
import io.nightlight.schema.ProbeOutcome;
import io.nightlight.schema.ProbeResult;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificDatumWriter;

/** Writes an Avro container of probe results, each of one ICMP echo request. */
public final class ProbeWriter implements Closeable {
  private static final int DEFLATE_LEVEL = 1;

  private final DataFileWriter<ProbeResult> out;

  /** Begins a file, in place of whatever lies there. */
  public ProbeWriter(Path file) throws IOException {
    out = new DataFileWriter<>(new SpecificDatumWriter<>(ProbeResult.class));
    out.setCodec(CodecFactory.deflateCodec(DEFLATE_LEVEL));
    out.create(ProbeResult.getClassSchema(), file.toFile());
  }

  /** The target answered. */
  public void reply(Instant at, String vantage, String target) throws IOException {
    write(at, vantage, target, ProbeOutcome.REPLY);
  }

  /** It did not. */
  public void silence(Instant at, String vantage, String target) throws IOException {
    write(at, vantage, target, ProbeOutcome.NO_REPLY);
  }

  /** The vantage could send nothing. */
  public void error(Instant at, String vantage, String target) throws IOException {
    write(at, vantage, target, ProbeOutcome.PROBE_ERROR);
  }

  private void write(Instant at, String vantage, String target, ProbeOutcome outcome)
      throws IOException {
    out.append(
        ProbeResult.newBuilder()
            .setObservedAt(at)
            .setVantage(vantage)
            .setTargetAddress(target)
            .setMethod(ProbeMethod.ICMP_ECHO)
            .setOutcome(outcome)
            .build());
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
