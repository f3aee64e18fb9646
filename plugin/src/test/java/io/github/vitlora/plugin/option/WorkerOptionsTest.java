package io.github.vitlora.plugin.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.Test;

class WorkerOptionsTest {

  @Test
  void blankIsNone() throws MojoFailureException {
    assertThat(arguments(null)).isEmpty();
    assertThat(arguments("  ")).isEmpty();
  }

  @Test
  void quotesKeepBlanksTogether() throws MojoFailureException {
    assertThat(arguments(" -Xmx2g  '-Da=b c' -Dd=\"e f\" "))
        .containsExactly("-Xmx2g", "-Da=b c", "-Dd=e f");
  }

  @Test
  void aQuoteThatIsNotClosedIsAFault() {
    assertThatThrownBy(() -> arguments("-Da='b c"))
        .isInstanceOf(MojoFailureException.class)
        .hasMessageStartingWith("vitlora.jvmArgs: ")
        .hasMessageEndingWith("-Da='b c");
  }

  private static List<String> arguments(String line) throws MojoFailureException {
    return new WorkerOptions(null, line, "auto", null).jvmArguments();
  }
}
