package io.github.vitlora.plugin;

import io.github.vitlora.dataset.DatasetException;
import io.github.vitlora.descriptor.DescriptorException;
import io.github.vitlora.image.ImageException;
import io.github.vitlora.io.FileFaults;
import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.launch.JobException;
import io.github.vitlora.plugin.maven.MavenBuild;
import io.github.vitlora.result.ResultException;
import io.github.vitlora.source.SourceException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;

/**
 * Skips a goal where that is asked for, and says in words what a fault means. Each goal declares
 * the other parameters that it reads.
 */
abstract class Goal extends AbstractMojo {

  // ${basedir} is the current folder where there is no project; ${project.basedir} stays as it is.
  @Parameter(defaultValue = "${basedir}", readonly = true, required = true)
  private File basedir;

  /** Does nothing when set. */
  @Parameter(property = PropertyNames.SKIP, defaultValue = "false")
  private boolean skip;

  @Parameter(defaultValue = "${session}", readonly = true, required = true)
  private MavenSession session;

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  private MavenProject project;

  @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
  private MojoExecution execution;

  // Not by the constructor, as each goal would have to hand them on.
  @Inject private RepositorySystem repositories;
  @Inject private SettingsDecrypter decrypter;

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    MojoDescriptor goal = execution.getMojoDescriptor();
    MavenBuild build =
        new MavenBuild(
            basedir.toPath(),
            session,
            project,
            goal.getPluginDescriptor(),
            repositories,
            decrypter,
            getLog());
    warn(UnknownProperties.of(build.plugin()).warnings(build, goal.getGoal()));
    if (skip) {
      getLog().info("Skipped, since " + PropertyNames.SKIP + " is set");
      return;
    }
    try {
      run(build);
    } catch (DescriptorException | DatasetException | ImageException e) {
      throw new MojoFailureException(e.getMessage(), e);
    } catch (InvalidPathException e) {
      throw new MojoFailureException(
          "'"
              + e.getInput()
              + "' is no path on this machine: "
              + e.getReason()
              + FileFaults.localeAdvice(),
          e);
    } catch (SourceException | JobException e) {
      throw new MojoExecutionException(e.getMessage(), e);
    } catch (ResultException e) {
      throw new MojoExecutionException(
          "%s. Delete it to have it made again, or name another %s"
              .formatted(e.getMessage(), PropertyNames.WORK),
          e);
    } catch (UncheckedIOException e) {
      throw unusable(e.getCause());
    } catch (IOException e) {
      throw unusable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("Interrupted; the running process was ended", e);
    }
  }

  /** Does what the goal is for. */
  abstract void run(MavenBuild build)
      throws IOException, InterruptedException, MojoExecutionException, MojoFailureException;

  /** Warns once in a build, though several goals of it know the same. */
  @SuppressWarnings("unchecked") // Maven's own signature has no types.
  private void warn(List<String> warnings) {
    Map<Object, Object> context = getPluginContext();
    warnings.stream()
        .filter(warning -> context == null || context.putIfAbsent(warning, true) == null)
        .forEach(getLog()::warn);
  }

  private static MojoExecutionException unusable(IOException e) {
    return new MojoExecutionException(
        "A file could not be read or written: " + FileFaults.text(e), e);
  }
}
