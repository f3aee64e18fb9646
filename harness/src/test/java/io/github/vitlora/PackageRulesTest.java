package io.github.vitlora;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArrays;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which package may use which: dependencies point one way. */
@AnalyzeClasses(
    packages = "io.github.vitlora",
    importOptions = ImportOption.DoNotIncludeTests.class)
class PackageRulesTest {
  private static final String ROOT = "io.github.vitlora.";

  private static final Map<String, List<String>> MAY_USE =
      Map.ofEntries(
          entry("fault", List.of()),
          entry("experiment", List.of("fault")),
          entry("source", List.of("fault")),
          entry("data", List.of("fault", "experiment", "source")),
          entry("kernel", List.of()),
          entry("model", List.of("fault", "experiment", "kernel")),
          entry("train", List.of("fault", "experiment", "source", "data", "kernel", "model")),
          entry("result", List.of("fault", "experiment")),
          entry("assertion", List.of("experiment", "result")),
          entry("report", List.of("fault", "experiment", "result")),
          entry("bench", List.of("experiment", "data", "kernel", "model", "train")),
          entry("attention", List.of("experiment", "source", "data", "kernel", "model")),
          entry(
              "fork",
              List.of(
                  "fault",
                  "experiment",
                  "source",
                  "data",
                  "train",
                  "attention",
                  "export",
                  "predict",
                  "result")),
          entry("export", List.of("fault", "experiment", "kernel", "model", "train", "result")),
          entry("predict", List.of("experiment", "data", "train", "result")),
          entry(
              "run",
              List.of(
                  "fault",
                  "experiment",
                  "source",
                  "data",
                  "attention",
                  "fork",
                  "train",
                  "result",
                  "report")));

  @ArchTest
  static final ArchRule NO_CYCLES = slices().matching(ROOT + "(*)..").should().beFreeOfCycles();

  @ArchTest
  void eachPackageUsesOnlyWhatTheTableAllows(JavaClasses all) {
    MAY_USE.forEach(
        (name, allowed) -> {
          List<String> forbidden = new ArrayList<>();
          for (String other : MAY_USE.keySet()) {
            if (!other.equals(name) && !allowed.contains(other)) {
              forbidden.add(ROOT + other + "..");
            }
          }
          if (!forbidden.isEmpty()) {
            noClasses()
                .that()
                .resideInAPackage(ROOT + name + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden.toArray(String[]::new))
                .check(all);
          }
        });
  }

  @ArchTest
  static final ArchRule EVERY_PACKAGE_IS_IN_THE_TABLE =
      classes()
          .that()
          .resideInAPackage(ROOT + "*")
          .should()
          .resideInAnyPackage(MAY_USE.keySet().stream().map(p -> ROOT + p).toArray(String[]::new));

  /** The Maven process uses these, and it never loads a native library. */
  @ArchTest
  static final ArchRule NO_DJL_WHERE_MAVEN_LOOKS =
      noClasses()
          .that()
          .resideInAnyPackage(
              ROOT + "fault",
              ROOT + "experiment",
              ROOT + "source",
              ROOT + "result",
              ROOT + "assertion",
              ROOT + "report",
              ROOT + "run")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl..");

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
   * before the backward pass reads it. Only what moves parameters, and records nothing, uses them.
   */
  @ArchTest
  static final ArchRule NO_JAVA_NUMBER_WHERE_GRADIENTS_ARE_RECORDED =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + "model", ROOT + "train")
          .and()
          .haveNameNotMatching(".*\\.train\\.(Adam|Sgd|GradientClipping)")
          .should()
          .accessTargetWhere(operatorOnANumber());

  /** DJL's own losses do the same inside. */
  @ArchTest
  static final ArchRule NO_LOSS_OF_DJLS =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + "model", ROOT + "train")
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
            .importPackages(ROOT + "train")
            .that(describe("Adam", c -> c.getSimpleName().equals("Adam")));

    assertThatThrownBy(
            () -> noClasses().should().accessTargetWhere(operatorOnANumber()).check(optimizer))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("muli(java.lang.Number)");
  }
}
