package io.github.vitlora.experiment;

import io.github.vitlora.experiment.DescriptorElements.Located;
import io.github.vitlora.experiment.DescriptorElements.RegimeElement;
import io.github.vitlora.experiment.DescriptorElements.TrainingElement;
import java.util.List;

/** Checks that the parts of a recipe go together. */
final class RecipeChecks {
  private final Problems problems;

  RecipeChecks(Problems problems) {
    this.problems = problems;
  }

  void check(TrainingElement training, List<RegimeElement> regimes) {
    if ("adam".equals(training.optimizer)) {
      checkNoDecay(training, training.weightDecay);
      regimes.forEach(regime -> checkNoDecay(regime, regime.weightDecay));
    }
    checkMomentum(training);
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
