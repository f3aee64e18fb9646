package io.github.vitlora.launch;

import io.github.vitlora.job.AttentionFolder;
import io.github.vitlora.job.AttentionRequest;
import io.github.vitlora.result.AttentionResults;
import java.io.IOException;

/** Has trained models looked at, in a JVM of its own or wherever else one can compute. */
@FunctionalInterface
public interface AttentionLauncher {

  /**
   * Looks at the attention of trained models.
   *
   * @param request whose, and on which images
   * @param folder where pictures and log go; what was in it before is deleted
   * @param follower told of each model
   * @throws IOException when it failed, with the reason and where the log is
   * @throws InterruptedException when the calling thread is interrupted; the process is then ended
   */
  AttentionResults launch(AttentionRequest request, AttentionFolder folder, TrialFollower follower)
      throws IOException, InterruptedException;
}
