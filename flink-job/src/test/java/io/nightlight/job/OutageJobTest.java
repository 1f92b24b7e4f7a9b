package io.nightlight.job;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.flink.client.program.ProgramParametrizationException;
import org.junit.jupiter.api.Test;

class OutageJobTest {

  /** Flink's command line shows the one line of this exception, and a stack trace of any other. */
  @Test
  void tellsFlinkOfAMistakeSoThatOneLineIsShown() {
    assertThatThrownBy(() -> OutageJob.main(new String[] {"--form=2014-12-20T00:00:00Z"}))
        .isInstanceOf(ProgramParametrizationException.class)
        .hasMessage("unknown option '--form'; the nearest known option is '--from'");
  }
}
