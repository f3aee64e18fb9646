package io.github.vitlora.experiment;

import io.github.vitlora.experiment.DescriptorElements.TrainingElement;

/** Checks that the parts of a recipe go together. */
final class RecipeChecks {
  private final Problems problems;

  RecipeChecks(Problems problems) {
    this.problems = problems;
  }

  void check(TrainingElement training) {
    boolean decays = training.weightDecay != null && training.weightDecay > 0;
    if (decays && "adam".equals(training.optimizer)) {
      problems.add(
          training.place("weightDecay"),
          "weightDecay goes with optimizer=\"adamw\" or \"sgd\"; adam has none");
    }
    checkMomentum(training);
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
