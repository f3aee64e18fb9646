package io.github.vitlora.fork;

import java.io.IOException;
import java.util.List;

/** The process of a trial. */
final class TrialProcess {
  private final ForkSettings settings;
  private final TrialFolder folder;

  TrialProcess(ForkSettings settings, TrialFolder folder) {
    this.settings = settings;
    this.folder = folder;
  }

  Process start() throws IOException {
    ProcessBuilder builder =
        new ChildJvm(settings)
            .prepare(
                folder.crash(),
                List.of("-D" + ParentWatch.END_WITH_PARENT + "=true"),
                List.of(TrialMain.class.getName(), folder.path().toAbsolutePath().toString()));
    builder.redirectError(ProcessBuilder.Redirect.appendTo(folder.log().toFile()));
    return builder.start();
  }
}
