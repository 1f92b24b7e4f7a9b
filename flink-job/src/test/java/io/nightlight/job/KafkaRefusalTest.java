package io.nightlight.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class KafkaRefusalTest {

  @Test
  void namesTheSettingsOfAUserThatIsNotLetIn() {
    Throwable failure =
        new ExecutionException(
            new RuntimeException(new SaslAuthenticationException("invalid credentials\nmore")));

    assertThat(KafkaRefusal.explain(failure))
        .contains("Kafka does not let this user in (invalid credentials); see kafka.client.sasl.*");
  }

  @Test
  void saysWhyACertificateIsNotTrusted() {
    Exception why = new IOException("unable to find valid certification path");
    SSLHandshakeException handshake = new SSLHandshakeException("PKIX path building failed");
    handshake.initCause(why);
    Throwable failure = new SslAuthenticationException("SSL handshake failed", handshake);

    assertThat(KafkaRefusal.explain(failure))
        .contains(
            "Kafka and this client do not trust each other (unable to find valid certification"
                + " path); see kafka.client.ssl.*");
  }

  @Test
  void namesTheTopicThatIsNotAllowed() {
    assertThat(KafkaRefusal.explain(new TopicAuthorizationException("Not authorized: [a]")))
        .contains("Kafka does not allow this user to do so: Not authorized: [a]");
  }

  @Test
  void saysNothingOfOtherFailures() {
    assertThat(KafkaRefusal.explain(new ExecutionException(new TimeoutException("late"))))
        .isEmpty();
  }
}
