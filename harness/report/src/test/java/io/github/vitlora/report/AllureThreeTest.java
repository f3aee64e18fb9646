package io.github.vitlora.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Allure 3 reads a report's {@code allure-results}. It is a command of Node's: {@code npm install
 * --global allure}. Without it on the path the test is skipped.
 */
@Tag("slow")
class AllureThreeTest {

  @TempDir private Path folder;

  @Test
  void everyCaseOfAReportIsThere() throws IOException, InterruptedException {
    assumeThat(run("allure", "--version")).as("the version of the command allure").startsWith("3.");
    References.report(References.results("imagewoof-mini"), folder.resolve("report"));
    Path results = folder.resolve("report/allure-results");

    run("allure", "generate", results.toString(), "-o", folder.resolve("site").toString());

    assertThat(count(folder.resolve("site/data/test-results"), ".json"))
        .isEqualTo(count(results, "-result.json"))
        .isPositive();
  }

  private static long count(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).count();
    }
  }

  /** What a command prints; nothing where there is no such command. */
  private String run(String... command) throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    try {
      Process process =
          new ProcessBuilder(List.of(command))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return "";
    }
    return Files.readString(output).strip();
  }
}
