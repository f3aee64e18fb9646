package io.github.vitlora.launch;

import io.github.vitlora.job.TrialEvent;
import java.io.IOException;

/** Reports that a job with trained trials failed; the message says why, and what to do. */
public final class JobException extends IOException {
  private static final long serialVersionUID = 1L;

  JobException(TrialEvent.Failed failure) {
    super(failure.message());
  }
}
