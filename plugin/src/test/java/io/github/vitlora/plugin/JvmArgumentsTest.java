package io.github.vitlora.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.Test;

class JvmArgumentsTest {

  @Test
  void blankIsNone() throws MojoFailureException {
    assertThat(JvmArguments.of(null)).isEmpty();
    assertThat(JvmArguments.of("  ")).isEmpty();
  }

  @Test
  void quotesKeepBlanksTogether() throws MojoFailureException {
    assertThat(JvmArguments.of(" -Xmx2g  '-Da=b c' -Dd=\"e f\" "))
        .containsExactly("-Xmx2g", "-Da=b c", "-Dd=e f");
  }

  @Test
  void aQuoteThatIsNotClosedIsAFault() {
    assertThatThrownBy(() -> JvmArguments.of("-Da='b c"))
        .isInstanceOf(MojoFailureException.class)
        .hasMessageStartingWith("vitlora.jvmArgs: ")
        .hasMessageEndingWith("-Da='b c");
  }
}
