package io.github.vitlora.plugin;

import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.codehaus.plexus.util.cli.CommandLineUtils;

/** Arguments in one line, as a shell takes them apart. */
final class JvmArguments {
  private JvmArguments() {}

  /**
   * The arguments, without the quotes around them.
   *
   * @param line separated by blanks; null or blank is none
   * @throws MojoFailureException when a quote is not closed
   */
  // What is called declares Exception itself.
  static List<String> of(String line) throws MojoFailureException {
    if (line == null || line.isBlank()) {
      return List.of();
    }
    try {
      return List.of(CommandLineUtils.translateCommandline(line.strip()));
    } catch (Exception e) {
      throw new MojoFailureException("vitlora.jvmArgs: " + e.getMessage() + ": " + line, e);
    }
  }
}
