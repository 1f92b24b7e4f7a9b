package io.nightlight.backtest.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nightlight.backtest.LabelledOutage;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TruthFileTest {
  private static final String GOOD = "KP,2014-12-22T16:15:00Z,2014-12-23T01:46:00Z\n";

  private static TruthFile parse(String rows) {
    return TruthFile.parse("country,start,end\n" + rows);
  }

  private static LabelledOutage kp(String start, String end) {
    return new LabelledOutage("KP", Instant.parse(start), Instant.parse(end));
  }

  @Test
  void readsWhatIsThere() {
    TruthFile file = parse(GOOD + "kp,2014-12-23T15:41Z,\n");
    assertThat(file.refused()).isEmpty();
    assertThat(file.rows())
        .extracting(row -> row.outage())
        .containsExactly(
            kp("2014-12-22T16:15:00Z", "2014-12-23T01:46:00Z"),
            new LabelledOutage("KP", Instant.parse("2014-12-23T15:41:00Z"), null));
  }

  @Test
  void columnsHaveNamesAndNoPlace() {
    TruthFile file =
        TruthFile.parse(
            """
            \uFEFF# from a spreadsheet
            source, END ,Class,"start",Country

            "Dyn, in ""Reuters""\",2014-12-23T02:46:00+01:00,50%; total;,2014-12-22T16:15:00Z,KP
            """);
    assertThat(file.rows()).hasSize(1);
    assertThat(file.rows().get(0).outage())
        .isEqualTo(kp("2014-12-22T16:15:00Z", "2014-12-23T01:46:00Z"));
    assertThat(file.rows().get(0).classes()).containsExactly("50%", "total");
    assertThat(file.rows().get(0).note()).isEqualTo("Dyn, in \"Reuters\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          KP,2014-12-22T16:15:00Z,2014-12-22T16:00:00Z   | an outage of KP ends at 2014-12-22T16:00:00Z, not after its start at 2014-12-22T16:15:00Z
          KP,2014-12-22T16:15:00Z,2014-12-22T16:15:00Z   | not after its start
          KP,,2014-12-22T16:15:00Z                       | no start
          KP,,                                           | no start
          KP,22 Dec 2014 16:15,                          | start '22 Dec 2014 16:15' is no time such as 2014-12-22T16:15:00Z
          KP,2014-12-22T16:15:00,                        | is no time such as
          KP,2014-12-22T16:15:00Z,later                  | end 'later' is no time
          KP,2014-12-22T16:15:00Z,2014-02-30T00:00:00Z   | end '2014-02-30T00:00:00Z' is no time
          KP,+20141-12-22T16:15:00Z,                     | outside of 1970 to 2199
          KP,1014-12-22T16:15:00Z,                       | outside of 1970 to 2199
          PRK,2014-12-22T16:15:00Z,                      | not a country code: PRK
          ,2014-12-22T16:15:00Z,                         | nobody's country: ''
          ??,2014-12-22T16:15:00Z,                       | nobody's country: '??'
          EU,2014-12-22T16:15:00Z,                       | nobody's country: 'EU'
          KP,2014-12-22T16:15:00Z                        | 2 fields where the first line names 3 columns
          KP,2014-12-22T16:15:00Z,,                      | 4 fields where the first line names 3 columns
          "KP,2014-12-22T16:15:00Z,                      | a quote is never closed
          """)
  void p60RowsThatCannotBeTrueAreRefusedWithTheirReason(String row, String reason) {
    TruthFile file = parse("\n" + row + "\n" + GOOD);
    assertThat(file.rows()).hasSize(1);
    assertThat(file.refused()).hasSize(1);
    assertThat(file.refused().get(0).line()).isEqualTo(3);
    assertThat(file.refused().get(0).reason()).contains(reason);
  }

  /** One outage, labelled twice: by two sources, or stage by stage. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          KP,2014-12-22T16:15:00Z,2014-12-23T01:46:00Z | KP starts at 2014-12-22T16:15:00Z in line 2 already
          KP,2014-12-22T16:15:00Z,                     | KP starts at 2014-12-22T16:15:00Z in line 2 already
          KP,2014-12-22T18:00:00Z,2014-12-22T19:00:00Z | KP starts at 2014-12-22T18:00:00Z, while the outage of line 2 lasts
          KP,2014-12-23T01:45:59Z,2014-12-30T00:00:00Z | while the outage of line 2 lasts
          """)
  void p60RowsOfOneOutageCountOnce(String row, String reason) {
    TruthFile file = parse(GOOD + row);
    assertThat(file.rows()).hasSize(1);
    assertThat(file.refused()).hasSize(1);
    assertThat(file.refused().get(0)).hasToString("line 3: " + file.refused().get(0).reason());
    assertThat(file.refused().get(0).reason()).contains(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "KP,2014-12-23T01:46:00Z,2014-12-23T01:50:00Z",
        "KP,2014-12-22T16:00:00Z,2014-12-22T16:15:00Z",
        "KP,2014-12-22T16:00:00Z,",
        "KR,2014-12-22T16:15:00Z,2014-12-23T01:46:00Z"
      })
  void rowsOfTwoOutagesCountTwice(String row) {
    assertThat(parse(GOOD + row).rows()).hasSize(2);
    assertThat(parse(row + "\n" + GOOD).rows()).hasSize(2);
  }

  /** What is refused of an earlier row must not swallow a later one. */
  @Test
  void aRefusedRowRefusesNoOther() {
    TruthFile file =
        parse(
            """
            KP,2014-12-22T00:00:00Z,2014-12-22T02:00:00Z
            KP,2014-12-22T01:00:00Z,2014-12-22T04:00:00Z
            KP,2014-12-22T03:00:00Z,2014-12-22T05:00:00Z
            """);
    assertThat(file.rows()).hasSize(2);
    assertThat(file.refused()).extracting(RefusedRow::line).containsExactly(3);
  }

  @Test
  void aHeaderAloneIsAQuietTime() {
    assertThat(parse("")).isEqualTo(new TruthFile(List.of(), List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                 | nothing in it
          '# just words'                     | nothing in it
          KP,2014-12-22T16:15:00Z,           | the first line must name the columns country, start and end, each once; it is: KP,2014
          country;start;end                  | must name the columns
          country,start,end,start            | each once
          """)
  void withoutNamesOfColumnsNothingIsGuessed(String text, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TruthFile.parse(text))
        .withMessageContaining(reason);
  }

  @Test
  void aFileOfMistakesAloneIsRefusedWithTheFirst() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse("\nKP,soon,\nEU,later,\n"))
        .withMessage(
            "none of its rows can be scored; line 3: start 'soon' is no time such as"
                + " 2014-12-22T16:15:00Z");
  }
}
