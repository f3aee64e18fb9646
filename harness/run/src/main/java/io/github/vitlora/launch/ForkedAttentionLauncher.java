package io.github.vitlora.launch;

import io.github.vitlora.io.UnwritableException;
import io.github.vitlora.job.AttentionFolder;
import io.github.vitlora.job.AttentionRequest;
import io.github.vitlora.job.Fault;
import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.job.TrialFolder;
import io.github.vitlora.result.AttentionResults;
import io.github.vitlora.result.ResultStore;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.apache.commons.io.FileUtils;

/** Looks at trained models in a JVM of its own, as trials are trained. */
public final class ForkedAttentionLauncher implements AttentionLauncher {
  /** By name, so that nothing here loads what computes. */
  private static final String MAIN = "io.github.vitlora.worker.AttentionMain";

  private final ForkSettings settings;

  /** Prepares to launch. */
  public ForkedAttentionLauncher(ForkSettings settings) {
    this.settings = settings;
  }

  @Override
  public AttentionResults launch(
      AttentionRequest request, AttentionFolder folder, TrialFollower follower)
      throws IOException, InterruptedException {
    prepare(request, folder);
    Optional<Fault> fault =
        new ForkedChild(settings, folder.log(), folder.crash())
            .run(
                MAIN,
                folder.path(),
                Optional.of(folder.results()),
                event -> {
                  // The exception says it.
                  if (!(event instanceof TrialEvent.Failed)) {
                    follower.happened(event);
                  }
                });
    if (fault.isPresent()) {
      throw new IOException(fault.get().message());
    }
    return ResultStore.readAttention(folder.results());
  }

  private static void prepare(AttentionRequest request, AttentionFolder folder) throws IOException {
    try {
      FileUtils.deleteDirectory(folder.path().toFile());
      Files.createDirectories(folder.path());
      Files.writeString(folder.request(), request.json());
    } catch (IOException e) {
      throw new UnwritableException(folder.path(), TrialFolder.PROPERTY, e);
    }
  }
}
