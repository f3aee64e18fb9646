package io.github.vitlora.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.vitlora.testing.MainClasses;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class CodeVersionTest {
  private static final String ROOT = "io.github.vitlora.";
  private static final List<String> PACKAGES = List.of("kernel", "train");

  /** Numbers of trials do not depend on these. */
  private static final Set<String> NOT_COMPUTING =
      Set.of(
          "io",
          "descriptor",
          "source",
          "choice",
          "verdict",
          "result",
          "judge",
          "assertion",
          "inspection",
          "job",
          "fingerprint",
          "attention",
          "export",
          "worker");

  private static final String STEP =
      """
      package io.github.vitlora.train;
      public class Step {
        static final String NAME = "adam.first";
        @Deprecated
        double of(double rate, int index) {
          if (rate < 0) {
            throw new IllegalArgumentException("the rate is negative: " + rate);
          }
          if (index < 0) {
            throw new IllegalStateException("no step is left");
          }
          return rate * 0.5 + (":, 0" + NAME + index).length();
        }
      }
      """;

  private static final String SCRIPT =
      """
      package io.github.vitlora.kernel;
      public class Script {
        static String text() {
          return "def run(self, x):\\n  return x";
        }
      }
      """;

  @TempDir Path folder;

  private int compilations;

  @Test
  void everyPackageEitherComputesOrDoesNot() {
    Set<String> packages = new TreeSet<>();
    new ClassFileImporter()
        .withImportOption(new MainClasses())
        .importPackages("io.github.vitlora")
        .forEach(type -> packages.add(type.getPackageName()));

    assertThat(packages)
        .isNotEmpty()
        .allSatisfy(
            name ->
                assertThat(
                        Stream.concat(CodeVersion.COMPUTING.stream(), NOT_COMPUTING.stream())
                            .filter(p -> (name + ".").startsWith(ROOT + p + ".")))
                    .as("%s is in one of the two lists", name)
                    .hasSize(1));
  }

  @Test
  void theCodeOfThisProcessHasAVersion() {
    assertThat(CodeVersion.current()).matches("[0-9a-f]{64}");
  }

  @Test
  void wordingLinesAndAnnotationsDoNotCount() throws IOException {
    String before = version(STEP, SCRIPT);

    assertThat(version(STEP, SCRIPT)).as("built again").isEqualTo(before);
    assertThat(
            version(STEP.replace("the rate is negative: ", "no negative rate, such as "), SCRIPT))
        .as("a message with a figure")
        .isEqualTo(before);
    assertThat(version(STEP.replace("no step is left", "all steps were taken"), SCRIPT))
        .as("a message")
        .isEqualTo(before);
    assertThat(version("/** Says so. */\n\n" + STEP, SCRIPT)).as("lines").isEqualTo(before);
    assertThat(version(STEP.replace("@Deprecated", "@Deprecated(since = \"1\")"), SCRIPT))
        .as("an annotation")
        .isEqualTo(before);
  }

  @Test
  void whatIsComputedCounts() throws IOException {
    String before = version(STEP, SCRIPT);

    assertThat(version(STEP.replace("0.5", "0.25"), SCRIPT)).as("a constant").isNotEqualTo(before);
    assertThat(version(STEP.replace("rate * 0.5", "rate / 0.5"), SCRIPT))
        .as("an operator")
        .isNotEqualTo(before);
    assertThat(version(STEP.replace("adam.first", "adam.second"), SCRIPT))
        .as("a name")
        .isNotEqualTo(before);
    assertThat(version(STEP.replace(":, 0", ":, 1"), SCRIPT)).as("an index").isNotEqualTo(before);
    assertThat(version(STEP, SCRIPT.replace("return x", "return x + x")))
        .as("TorchScript among Java")
        .isNotEqualTo(before);
  }

  @Test
  void classesInSubPackagesCountAndKernelsSourcesButNoOtherFile() throws IOException {
    String added = "package io.github.vitlora.train.deep;\nclass Added {}\n";
    Path classes = compiled(STEP, SCRIPT);
    String before = CodeVersion.of(List.of(classes), PACKAGES);

    assertThat(version(STEP, SCRIPT, added)).as("a class in a sub-package").isNotEqualTo(before);

    Files.writeString(classes.resolve("io/github/vitlora/train/template.py"), "x = 1\n");
    Files.writeString(classes.resolve("io/github/vitlora/kernel/README.md"), "Kernels.\n");
    assertThat(CodeVersion.of(List.of(classes), PACKAGES)).as("other files").isEqualTo(before);

    Files.writeString(classes.resolve("io/github/vitlora/kernel/layers.py"), "x = 1\n");
    assertThat(CodeVersion.of(List.of(classes), PACKAGES)).as("a kernel").isNotEqualTo(before);
  }

  @Test
  void jarsAndFoldersOfTheSameClassesAreTheSame() throws IOException {
    Path kernel = compiled(SCRIPT);
    Path train = compiled(STEP);

    assertThat(CodeVersion.of(List.of(jar(kernel), train), PACKAGES))
        .isEqualTo(CodeVersion.of(List.of(train, kernel), PACKAGES))
        .isEqualTo(version(STEP, SCRIPT));
  }

  @Test
  void aPackageThatIsNotFoundIsRefused() throws IOException {
    Path train = compiled(STEP);

    assertThatThrownBy(() -> CodeVersion.of(List.of(train), PACKAGES))
        .hasMessageContainingAll("no class of the package kernel", train.toString());
  }

  private String version(String... sources) throws IOException {
    return CodeVersion.of(List.of(compiled(sources)), PACKAGES);
  }

  /** A folder of classes. */
  private Path compiled(String... sources) throws IOException {
    Path work = Files.createDirectory(folder.resolve("build" + ++compilations));
    Path classes = Files.createDirectory(work.resolve("classes"));
    List<String> arguments = new ArrayList<>(List.of("-g", "-d", classes.toString()));
    for (String source : sources) {
      Path file = work.resolve(source.replaceAll("(?s).*\\bclass (\\w+).*", "$1") + ".java");
      arguments.add(Files.writeString(file, source).toString());
    }
    int exit =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(exit).isZero();
    return classes;
  }

  private static Path jar(Path classes) throws IOException {
    Path jar = classes.resolveSibling("classes.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        zip.putNextEntry(new ZipEntry(classes.relativize(file).toString().replace('\\', '/')));
        zip.write(Files.readAllBytes(file));
      }
    }
    return jar;
  }
}
