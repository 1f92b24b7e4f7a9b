package io.nightlight.integration.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Certificates of the test's own making, each in a key store and, without its key, in another. */
final class KeyStores {
  private final Path folder;

  /** Of all of them. */
  private final String password = "store-" + UUID.randomUUID();

  KeyStores(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  String password() {
    return password;
  }

  /** Makes a certificate for this machine under the name. */
  void make(String name) throws Exception {
    keytool(
        "-genkeypair",
        "-alias",
        name,
        "-keyalg",
        "RSA",
        "-keysize",
        "2048",
        "-validity",
        "30",
        "-dname",
        "CN=" + name,
        "-ext",
        "san=ip:127.0.0.1,dns:localhost",
        "-storetype",
        "PKCS12",
        "-keystore",
        keyStore(name).toString());
    Path certificate = folder.resolve(name + ".crt");
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        name,
        "-keystore",
        keyStore(name).toString(),
        "-file",
        certificate.toString());
    keytool(
        "-importcert",
        "-noprompt",
        "-alias",
        name,
        "-storetype",
        "PKCS12",
        "-keystore",
        trustStore(name).toString(),
        "-file",
        certificate.toString());
  }

  /** With the key. */
  Path keyStore(String name) {
    return folder.resolve(name + ".p12");
  }

  /** Trusts that certificate and no other. */
  Path trustStore(String name) {
    return folder.resolve(name + "-trust.p12");
  }

  private void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storepass", password));
    Path said = folder.resolve("keytool.log");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(said.toFile()))
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(said)).isZero();
  }
}
