package io.github.vitlora.fork;

import io.github.vitlora.fault.UnwritableException;
import io.github.vitlora.result.AttentionResults;
import io.github.vitlora.result.ResultStore;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.commons.io.FileUtils;

/** Looks at trained models in a JVM of its own, as trials are trained. */
public final class ForkedAttentionLauncher implements AttentionLauncher {
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
    Process process = start(folder);
    AtomicReference<String> told = new AtomicReference<>();
    Optional<String> fault;
    try {
      ChildWatch.follow(
          process,
          folder.log(),
          settings.patience(),
          event -> {
            if (event instanceof TrialEvent.Failed failed) {
              told.set(failed.message());
            } else {
              follower.happened(event);
            }
          });
      fault = fault(process.exitValue(), told.get(), folder);
    } catch (TimeoutException e) {
      ThreadDump.append(settings.java(), process, folder.log());
      fault = Optional.of(ExitMessage.ofSilence(settings.patience(), folder.log()));
    } finally {
      ChildWatch.end(process);
    }
    if (fault.isPresent()) {
      throw new IOException(fault.get());
    }
    return ResultStore.readAttention(folder.results());
  }

  private static Optional<String> fault(int exit, String told, AttentionFolder folder)
      throws IOException {
    if (exit == 0 && Files.exists(folder.results())) {
      return Optional.empty();
    }
    return Optional.of(told == null ? ExitMessage.of(exit, folder.log(), folder.crash()) : told);
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

  private Process start(AttentionFolder folder) throws IOException {
    ProcessBuilder builder =
        new ChildJvm(settings)
            .prepare(
                folder.crash(),
                List.of("-D" + ParentWatch.END_WITH_PARENT + "=true"),
                List.of(AttentionMain.class.getName(), folder.path().toAbsolutePath().toString()));
    builder.redirectError(ProcessBuilder.Redirect.appendTo(folder.log().toFile()));
    return builder.start();
  }
}
