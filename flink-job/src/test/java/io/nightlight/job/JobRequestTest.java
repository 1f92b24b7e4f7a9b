package io.nightlight.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightlight.domain.outage.RunMode;
import io.nightlight.wire.geo.CountryMapException;
import java.time.Instant;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobRequestTest {

  @Test
  void isLiveWithTheDefaultsWithoutArguments() {
    JobRequest request = JobRequest.parse();
    assertThat(request).isEqualTo(new JobRequest(JobConfig.defaults(), null, null));
  }

  @Test
  void readsBothWaysToGiveAValue() {
    JobRequest request =
        JobRequest.parse(
            "--set",
            "deployment=a",
            "--from=2014-12-20T00:00:00Z",
            "--to",
            "2014-12-24T00:00:00Z",
            "--set=kafka.group.id=b");
    assertThat(request.config().deployment()).isEqualTo("a");
    assertThat(request.config().kafka().groupId()).isEqualTo("b");
    assertThat(request.from()).isEqualTo(Instant.parse("2014-12-20T00:00:00Z"));
    assertThat(request.to()).isEqualTo(Instant.parse("2014-12-24T00:00:00Z"));
  }

  /** Alerts and the dashboard know a job by it. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          --set=deployment=a,                                    LIVE,   nightlight-live-a
          --set=deployment=a --from=2014-12-20T00:00:00Z,        LIVE,   nightlight-live-a
          --set=deployment=a --to=2014-12-24T00:00:00Z,          REPLAY, nightlight-replay-a
          --set=deployment=replay,                               LIVE,   nightlight-live-replay
          """)
  void nameTellsTheDeploymentAndWhetherItIsALiveJob(String arguments, RunMode mode, String name) {
    JobRequest request = JobRequest.parse(arguments.split(" "));
    assertThat(request.mode()).isEqualTo(mode);
    assertThat(request.jobName()).isEqualTo(name);
  }

  @Test
  void theJobBearsItsName() throws CountryMapException {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1);
    OutageJob.connect(env, JobRequest.parse("--set=deployment=a"));
    assertThat(env.getStreamGraph().getJobName()).isEqualTo("nightlight-live-a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --form 2014-12-20T00:00:00Z | unknown option '--form'; the nearest known option is '--from'
          --set | --set needs a value
          --to yesterday | bad value for --to: 'yesterday' (expected a time in UTC such as 2014-12-22T16:15:00Z)
          --from 2015-01-01T00:00:00Z --to 2014-01-01T00:00:00Z | --to (2014-01-01T00:00:00Z) must be after --from (2015-01-01T00:00:00Z)
          """)
  void refusesWithOneLine(String arguments, String message) {
    assertThatThrownBy(() -> JobRequest.parse(arguments.split(" ")))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessage(message);
  }
}
