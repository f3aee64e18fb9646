package io.github.vitlora.descriptor;

import io.github.vitlora.descriptor.DescriptorElements.DatasetElement;
import io.github.vitlora.descriptor.DescriptorElements.Located;
import io.github.vitlora.descriptor.DescriptorElements.RegimeElement;
import io.github.vitlora.descriptor.DescriptorElements.TrainingElement;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Checks that the parts of a recipe go together. */
final class RecipeChecks {
  private final Problems problems;

  RecipeChecks(Problems problems) {
    this.problems = problems;
  }

  void check(
      TrainingElement training, List<RegimeElement> regimes, Optional<DatasetElement> dataset) {
    checkRates(training, regimes);
    dataset
        .filter(DatasetElement::leavesNoValidation)
        .ifPresent(d -> refuseChoice(training, regimes));
    if (training.earlyStoppingOn != null && !says(training, "earlyStopping")) {
      problems.add(
          training.place("earlyStoppingOn"),
          "earlyStoppingOn says what stops early: give the patience in epochs too,"
              + " earlyStopping=\"3\" for example");
    }
    if ("adam".equals(training.optimizer)) {
      checkNoDecay(training, training.weightDecay);
      regimes.forEach(regime -> checkNoDecay(regime, regime.weightDecay));
    }
    checkMomentum(training);
  }

  private void checkRates(TrainingElement training, List<RegimeElement> regimes) {
    if (!says(training, "learningRate") && !says(training, "learningRates")) {
      problems.add(
          training.place(),
          "<training> lacks the attribute learningRate, which takes a finite number above 0, or"
              + " learningRates with several to try");
    }
    checkRates(training, training.learningRates);
    for (RegimeElement regime : regimes) {
      if (problems.stopReading(regime.place())) {
        return;
      }
      checkRates(regime, regime.learningRates);
    }
  }

  private void checkRates(Located element, List<Double> rates) {
    if (says(element, "learningRate") && says(element, "learningRates")) {
      problems.add(
          element.place("learningRates"),
          "learningRate and learningRates do not go together: one rate, or several to try");
    }
    if (rates == null) {
      return;
    }
    Set<Double> seen = new HashSet<>();
    rates.stream()
        .filter(Objects::nonNull)
        .filter(rate -> !seen.add(rate))
        .limit(RegimeChecks.MOST_PROBLEMS)
        .forEach(
            rate ->
                problems.add(
                    element.place("learningRates"),
                    "the learning rate %s stands more than once".formatted(rate)));
  }

  /** What chooses by validation images has none to choose by. */
  private void refuseChoice(TrainingElement training, List<RegimeElement> regimes) {
    refuseChoice(training, "learningRates", isSeveral(training.learningRates));
    refuseChoice(training, "earlyStopping", training.earlyStopping != null);
    regimes.forEach(
        regime -> refuseChoice(regime, "learningRates", isSeveral(regime.learningRates)));
  }

  private static boolean isSeveral(List<Double> rates) {
    return rates != null && rates.size() > 1;
  }

  private void refuseChoice(Located element, String attribute, boolean chooses) {
    if (chooses && !problems.stopReading(element.place())) {
      problems.add(
          element.place(attribute),
          "%s goes by the validation images, of which validationFraction=\"0\" leaves none:"
                  .formatted(attribute)
              + " hold some out, validationFraction=\"0.1\" for example");
    }
  }

  /** Whether an attribute stands there, in order or not. */
  private static boolean says(Located element, String attribute) {
    return element.tag.attributes().containsKey(attribute);
  }

  private void checkNoDecay(Located element, Double weightDecay) {
    if (weightDecay != null && weightDecay > 0 && !problems.stopReading(element.place())) {
      problems.add(
          element.place("weightDecay"),
          "weightDecay goes with optimizer=\"adamw\" or \"sgd\" of training; adam has none");
    }
  }

  private void checkMomentum(TrainingElement training) {
    boolean moved = training.momentum != null && training.momentum > 0;
    // Null where its value is not in order, which is another problem's.
    boolean other = training.optimizer != null && !training.optimizer.equals("sgd");
    if (moved && other) {
      problems.add(
          training.place("momentum"),
          "momentum goes with optimizer=\"sgd\"; %s has its own".formatted(training.optimizer));
    }
    if (Boolean.TRUE.equals(training.nesterov) && (other || !moved)) {
      problems.add(
          training.place("nesterov"),
          "nesterov is a kind of momentum: it goes with optimizer=\"sgd\" and a momentum above 0,"
              + " 0.9 for example");
    }
  }
}
