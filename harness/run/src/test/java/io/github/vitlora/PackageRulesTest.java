package io.github.vitlora;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArrays;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.github.vitlora.testing.MainClasses;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds the direction of dependencies inside the modules; between modules Maven holds it. Packages
 * are listed from the bottom up: each uses only those that stand before it.
 */
@AnalyzeClasses(packages = "io.github.vitlora", importOptions = MainClasses.class)
class PackageRulesTest {
  private static final String ROOT = "io.github.vitlora.";

  private static final List<String> CORE =
      List.of(
          "io",
          "random",
          "image",
          "regime",
          "checkpoint",
          "source",
          "experiment",
          "descriptor",
          "dataset",
          "transform",
          "inspection",
          "choice",
          "verdict",
          "result",
          "judge",
          "assertion",
          "job");

  private static final List<String> ENGINE =
      List.of(
          "kernel",
          "model",
          "batch",
          "optimizer",
          "fingerprint",
          "learner",
          "train",
          "attention",
          "export",
          "worker");

  private static final List<String> REPORT =
      List.of(
          "report.table",
          "report.chart",
          "report.text",
          "report.history",
          "report.page",
          "report.allure",
          "report.bench",
          "report.serve");

  private static final List<String> RUN = List.of("launch", "run");

  @ArchTest
  void aPackageUsesOnlyThoseBelowIt(JavaClasses all) {
    for (List<String> module : List.of(CORE, ENGINE, REPORT, RUN)) {
      for (int i = 0; i < module.size() - 1; i++) {
        String[] above =
            module.subList(i + 1, module.size()).stream()
                .map(name -> ROOT + name + "..")
                .toArray(String[]::new);
        noClasses()
            .that()
            .resideInAPackage(ROOT + module.get(i) + "..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(above)
            .check(all);
      }
    }
  }

  @ArchTest
  static final ArchRule EVERY_PACKAGE_IS_LISTED =
      classes()
          .that()
          .resideInAPackage(ROOT + "*..")
          .should()
          .resideInAnyPackage(
              Stream.of(CORE, ENGINE, REPORT, RUN, List.of("report"))
                  .flatMap(List::stream)
                  .map(name -> ROOT + name + (name.equals("report") ? "" : ".."))
                  .toArray(String[]::new));

  /** Maven's process holds these; the engine is on the class path of workers alone. */
  @ArchTest
  static final ArchRule NO_DJL_WHERE_MAVEN_LOOKS =
      noClasses()
          .that()
          .resideInAnyPackage(
              Stream.of(CORE, REPORT, RUN, List.of("report"))
                  .flatMap(List::stream)
                  .map(name -> ROOT + name + "..")
                  .toArray(String[]::new))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              Stream.concat(Stream.of("ai.djl.."), ENGINE.stream().map(name -> ROOT + name + ".."))
                  .toArray(String[]::new));

  /** Users assert with AssertJ; a run judges by itself. */
  @ArchTest
  static final ArchRule ASSERTJ_FOR_ASSERTIONS_ALONE =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "assertion")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.assertj..");

  @ArchTest
  static final ArchRule NO_MAVEN_IN_THE_HARNESS =
      noClasses().should().dependOnClassesThat().resideInAPackage("org.apache.maven..");

  /**
   * While gradients are recorded, DJL wraps a Java number in a tensor over memory that may be gone
   * before the backward pass reads it. Only optimizers, which record nothing, use them.
   */
  @ArchTest
  static final ArchRule NO_JAVA_NUMBER_WHERE_GRADIENTS_ARE_RECORDED =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + "model..", ROOT + "learner..", ROOT + "train..")
          .should()
          .accessTargetWhere(operatorOnANumber());

  /** DJL's own losses do the same inside. */
  @ArchTest
  static final ArchRule NO_LOSS_OF_DJLS =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + "model..", ROOT + "learner..", ROOT + "train..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl.training.loss..");

  private static DescribedPredicate<JavaAccess<?>> operatorOnANumber() {
    return describe(
        "an NDArray operator takes a Java number",
        access -> {
          JavaClass owner = access.getTargetOwner();
          boolean arrays =
              owner.isAssignableTo("ai.djl.ndarray.NDArray")
                  || owner.isEquivalentTo(NDArrays.class);
          return arrays
              && access
                  .getTarget()
                  .getFullName()
                  .matches(".*\\.[a-zA-Z]+\\(([^)]*, ?)?java\\.lang\\.Number.*\\)");
        });
  }

  /** The rule above would hold of anything if it saw nothing. */
  @Test
  void theRuleSeesTheOptimizersNumbers() {
    JavaClasses optimizer =
        new ClassFileImporter()
            .importPackages(ROOT + "optimizer")
            .that(describe("Adam", c -> c.getSimpleName().equals("Adam")));

    assertThatThrownBy(
            () -> noClasses().should().accessTargetWhere(operatorOnANumber()).check(optimizer))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("muli(java.lang.Number)");
  }
}
