package io.nightlight.job;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.flink.client.program.ProgramParametrizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutageJobTest {

  /** Flink's command line shows the one line of this exception, and a stack trace of any other. */
  @Test
  void tellsFlinkOfAMistakeSoThatOneLineIsShown() {
    assertThatThrownBy(() -> OutageJob.main(new String[] {"--form=2014-12-20T00:00:00Z"}))
        .isInstanceOf(ProgramParametrizationException.class)
        .hasMessage("unknown option '--form'; the nearest known option is '--from'");
  }

  /** The next thing that is wrong is told, so the broker has stopped nothing. */
  @Test
  void aBrokerWhoseNameIsNotKnownHereStopsNothing() {
    String[] args = {
      "--set=kafka.bootstrap.servers=no-such-host.invalid:9092", "--set=geo.file=no-such.mmdb"
    };
    assertThatThrownBy(() -> OutageJob.main(args)).hasMessageContaining("no-such.mmdb");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --set=geo.file=no-such.mmdb | no-such.mmdb
          --set=geo.file=src          | src
          --config=no-such.yaml       | cannot read no-such.yaml: there is no such file
          --config=src                | cannot read src: it is a folder
          --config=                   | it is a folder
          """)
  void aFileThatCannotBeReadIsOneLineToo(String option, String told) {
    String[] args = {"--set=kafka.bootstrap.servers=no-such-host.invalid:9092", option};
    assertThatThrownBy(() -> OutageJob.main(args))
        .isInstanceOf(ProgramParametrizationException.class)
        .hasMessageContaining(told)
        .message()
        .doesNotContain("\n");
  }
}
