package io.nightlight.replay;

import io.nightlight.job.JobConfig;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to replay and where to leave the result.
 *
 * @param ribs table dumps: files, folders or globs, each optionally {@code COLLECTOR=PATH}
 * @param bgp updates, written likewise
 * @param probes probe results, written likewise
 * @param geo an MMDB or CSV instead of the configured map, or null
 * @param parallelism 1 to 512; the results do not depend on it
 * @param out the folder for the outputs; made if it is missing
 */
public record ReplayRequest(
    List<String> ribs,
    List<String> bgp,
    List<String> probes,
    @Nullable Path geo,
    JobConfig config,
    int parallelism,
    Path out,
    Progress progress) {
  public ReplayRequest {
    ribs = List.copyOf(ribs);
    bgp = List.copyOf(bgp);
    probes = List.copyOf(probes);
  }
}
