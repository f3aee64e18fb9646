package io.github.vitlora.descriptor;

import static io.github.vitlora.descriptor.AttributeType.COUNT;
import static io.github.vitlora.descriptor.AttributeType.FLAG;
import static io.github.vitlora.descriptor.AttributeType.FRACTION;
import static io.github.vitlora.descriptor.AttributeType.LEARNING_RATES;
import static io.github.vitlora.descriptor.AttributeType.NOT_NEGATIVE;
import static io.github.vitlora.descriptor.AttributeType.POSITIVE;
import static io.github.vitlora.descriptor.AttributeType.SEEDS;
import static io.github.vitlora.descriptor.AttributeType.UP_TO_ONE;
import static io.github.vitlora.descriptor.AttributeType.oneOf;

import io.github.vitlora.experiment.Metric;
import io.github.vitlora.regime.ClassWeights;
import io.github.vitlora.regime.EarlyStopping;
import io.github.vitlora.regime.OptimizerKind;
import io.github.vitlora.regime.Precision;
import io.github.vitlora.regime.RecipeOverride;
import io.github.vitlora.regime.Sampling;
import io.github.vitlora.regime.ScheduleKind;
import io.github.vitlora.regime.TrainingOptions;
import io.github.vitlora.regime.TrainingSpec;
import java.util.List;
import java.util.Optional;

/** Reads the recipe that trials share, and what a regime says otherwise. */
final class TrainingReader {
  private static final AttributeType<ScheduleKind> SCHEDULE = oneOf(ScheduleKind.class);
  private static final AttributeType<ClassWeights> CLASS_WEIGHTS = oneOf(ClassWeights.class);
  private static final AttributeType<Sampling> SAMPLING = oneOf(Sampling.class);

  /** Stands where the rate is searched: no regime takes it. */
  private static final double UNTIL_THE_REGIME_SAYS = 1e-4;

  private final Element training;
  private final Optional<Integer> epochs;
  private final Optional<Integer> batchSize;
  private final Optional<Integer> microBatch;
  private final Optional<OptimizerKind> optimizer;
  private final Rates rates;
  private final Optional<ScheduleKind> schedule;
  private final Optional<Double> warmupFraction;
  private final Optional<Double> weightDecay;
  private final Optional<Double> momentum;
  private final Optional<Boolean> nesterov;
  private final Optional<Double> gradientClipping;
  private final Optional<Double> labelSmoothing;
  private final Optional<ClassWeights> classWeights;
  private final Optional<Sampling> sampling;
  private final Optional<Double> layerDecay;
  private final Optional<Double> dropPath;
  private final Optional<Integer> earlyStopping;
  private final Optional<EarlyStopping.On> earlyStoppingOn;
  private final Optional<Precision> precision;
  private final Optional<List<Long>> seeds;

  TrainingReader(Element training) {
    this.training = training;
    epochs = training.required("epochs", COUNT);
    batchSize = training.required("batchSize", COUNT);
    microBatch = training.optional("microBatch", COUNT, "32");
    optimizer = training.optional("optimizer", oneOf(OptimizerKind.class), "adam");
    rates = new Rates(training);
    schedule = training.optional("schedule", SCHEDULE, "constant");
    warmupFraction = training.optional("warmupFraction", FRACTION, "0");
    weightDecay = training.optional("weightDecay", NOT_NEGATIVE);
    momentum = training.optional("momentum", FRACTION);
    nesterov = training.optional("nesterov", FLAG);
    gradientClipping = training.optional("gradientClipping", POSITIVE);
    labelSmoothing = training.optional("labelSmoothing", FRACTION);
    classWeights = training.optional("classWeights", CLASS_WEIGHTS, "none");
    sampling = training.optional("sampling", SAMPLING, "shuffled");
    layerDecay = training.optional("layerDecay", UP_TO_ONE);
    dropPath = training.optional("dropPath", FRACTION);
    earlyStopping = training.optional("earlyStopping", COUNT);
    earlyStoppingOn =
        training.optional(
            "earlyStoppingOn",
            oneOf(
                List.of(EarlyStopping.On.ACCURACY, EarlyStopping.On.LOSS),
                on ->
                    (on == EarlyStopping.On.ACCURACY
                            ? Metric.VALIDATION_ACCURACY
                            : Metric.VALIDATION_LOSS)
                        .key()));
    precision = training.optional("precision", oneOf(Precision.class), "float32");
    seeds = training.optional("seeds", SEEDS, "1");
    check();
  }

  private void check() {
    if (!training.has("learningRate") && !training.has("learningRates")) {
      training.refuse(
          "<training> lacks the attribute learningRate, which takes a finite number above 0, or"
              + " learningRates with several to try, or auto to search one");
    }
    if (earlyStoppingOn.isPresent() && !training.has("earlyStopping")) {
      training.refuse(
          "earlyStoppingOn",
          "earlyStoppingOn says what stops early: give the patience in epochs too,"
              + " earlyStopping=\"3\" for example");
    }
    refuseDecay(training, weightDecay);
    checkMomentum();
    refuseBalancingTwice(training, classWeights, sampling);
    training.refuseRepeated(
        "seeds", seeds, "seed %s stands more than once: each makes one trial of every regime");
  }

  private void checkMomentum() {
    boolean moved = momentum.orElse(0.0) > 0;
    // Empty where its value is not in order, which is another problem's.
    boolean other = optimizer.filter(kind -> kind != OptimizerKind.SGD).isPresent();
    if (moved && other) {
      training.refuse(
          "momentum",
          "momentum goes with optimizer=\"sgd\"; %s has its own"
              .formatted(AttributeType.nameOf(optimizer.get())));
    }
    if (nesterov.orElse(false) && (other || !moved)) {
      training.refuse(
          "nesterov",
          "nesterov is a kind of momentum: it goes with optimizer=\"sgd\" and a momentum above 0,"
              + " 0.9 for example");
    }
  }

  private void refuseDecay(Element element, Optional<Double> decay) {
    if (optimizer.filter(kind -> kind == OptimizerKind.ADAM).isPresent() && decay.orElse(0.0) > 0) {
      element.refuse(
          "weightDecay",
          "weightDecay goes with optimizer=\"adamw\" or \"sgd\" of training; adam has none");
    }
  }

  /** Checks what a regime says otherwise; what training says is checked there. */
  private void checkBalance(Element regime, Own own) {
    if (own.classWeights.isPresent() || own.sampling.isPresent()) {
      refuseBalancingTwice(
          regime, own.classWeights.or(() -> classWeights), own.sampling.or(() -> sampling));
    }
  }

  private static void refuseBalancingTwice(
      Element element, Optional<ClassWeights> weights, Optional<Sampling> sampling) {
    if (weights.filter(w -> w == ClassWeights.BALANCED).isPresent()
        && sampling.filter(s -> s == Sampling.BALANCED).isPresent()) {
      element.refuse(
          element.has("sampling") ? "sampling" : "classWeights",
          "classWeights=\"balanced\" and sampling=\"balanced\" together make up for small classes"
              + " twice: leave one of both out, or say classWeights=\"none\" or"
              + " sampling=\"shuffled\"");
    }
  }

  /**
   * Checks that the recipe goes with the regimes and their own recipes.
   *
   * @param validated whether there are validation images, by which something can be chosen
   */
  void checkWith(List<RegimeReader> regimes, boolean validated) {
    regimes.forEach(
        regime ->
            regime
                .ownSteps()
                .ifPresent(
                    own -> {
                      refuseDecay(regime.element(), own.weightDecay);
                      checkBalance(regime.element(), own);
                    }));
    if (!validated) {
      rates.refuseChoice();
      earlyStopping.ifPresent(patience -> refuseChoice(training, "earlyStopping"));
      regimes.forEach(regime -> regime.ownSteps().ifPresent(own -> own.rates.refuseChoice()));
      regimes.stream()
          .filter(regime -> regime.kind().choosesByValidation())
          .forEach(regime -> refuseChoice(regime.element(), "fit"));
    }
    if (precision.filter(p -> p == Precision.BFLOAT16).isPresent()) {
      checkAllowsHalfTheBits(regimes);
    }
  }

  private void checkAllowsHalfTheBits(List<RegimeReader> regimes) {
    if (!regimes.stream().allMatch(regime -> regime.kind().hasKernels())) {
      training.refuse(
          "precision",
          "precision=\"bfloat16\" goes with variant=\"standard\" of adapters alone; float32 goes"
              + " with all");
    }
    if (regimes.stream().anyMatch(regime -> regime.kind().hasDropout())) {
      training.refuse(
          "precision", "precision=\"bfloat16\" does not go with dropout in adapters; float32 does");
    }
  }

  private static void refuseChoice(Element element, String attribute) {
    element.refuse(
        attribute,
        "%s goes by the validation images, of which validationFraction=\"0\" leaves none:"
                .formatted(attribute)
            + " hold some out, validationFraction=\"0.1\" for example");
  }

  /**
   * Whether a regime's learning rate is the best of several; true where its own is not in order.
   */
  boolean choosesRate(RegimeReader regime) {
    return regime
        .ownSteps()
        .map(own -> own.rates)
        .map(own -> own.areGiven() ? own.leaveAChoice() : rates.leaveAChoice())
        .orElse(false);
  }

  /** How many seeds there are, where they are in order. */
  Optional<Integer> seedCount() {
    return seeds.map(List::size);
  }

  List<Long> seeds() {
    return seeds.orElseThrow();
  }

  TrainingSpec build() {
    return new TrainingSpec(
        epochs.orElseThrow(),
        batchSize.orElseThrow(),
        microBatch.orElseThrow(),
        optimizer.orElseThrow(),
        rates.one().or(() -> rates.several().stream().findFirst()).orElse(UNTIL_THE_REGIME_SAYS),
        schedule.orElseThrow(),
        warmupFraction.orElseThrow(),
        weightDecay.orElse(0.0),
        precision.orElseThrow(),
        new TrainingOptions(
            momentum.orElse(0.0),
            nesterov.orElse(false),
            gradientClipping,
            labelSmoothing.orElse(0.0),
            classWeights.orElseThrow(),
            sampling.orElseThrow(),
            rates.several(),
            earlyStopping.map(
                patience ->
                    new EarlyStopping(patience, earlyStoppingOn.orElse(EarlyStopping.On.ACCURACY))),
            layerDecay,
            dropPath.orElse(0.0),
            rates.areSearched(),
            Optional.empty()));
  }

  /** One learning rate, several to choose from, or one to search. */
  private static final class Rates {
    private final Element element;
    private final Optional<Double> learningRate;
    private final Optional<List<Double>> learningRates;

    Rates(Element element) {
      this.element = element;
      learningRate = element.optional("learningRate", POSITIVE);
      learningRates = element.optional("learningRates", LEARNING_RATES);
      if (element.has("learningRate") && element.has("learningRates")) {
        element.refuse(
            "learningRates",
            "learningRate and learningRates do not go together: one rate, several to try, or auto");
      }
      element.refuseRepeated(
          "learningRates", learningRates, "the learning rate %s stands more than once");
    }

    /** Returns the one learning rate, where there is one; a list of one is one. */
    Optional<Double> one() {
      return learningRates
          .filter(rates -> rates.size() == 1)
          .map(rates -> rates.get(0))
          .or(() -> learningRate);
    }

    List<Double> several() {
      return learningRates.filter(rates -> rates.size() > 1).orElse(List.of());
    }

    boolean areSearched() {
      return learningRates.filter(List::isEmpty).isPresent();
    }

    boolean areGiven() {
      return element.has("learningRate") || element.has("learningRates");
    }

    boolean leaveAChoice() {
      return one().isEmpty();
    }

    void refuseChoice() {
      if (!several().isEmpty() || areSearched()) {
        TrainingReader.refuseChoice(element, "learningRates");
      }
    }
  }

  /** Reads a regime's own recipe. */
  static final class Own {
    /** Names what it reads. */
    static final List<String> ATTRIBUTES =
        List.of(
            "learningRate",
            "learningRates",
            "epochs",
            "schedule",
            "warmupFraction",
            "weightDecay",
            "layerDecay",
            "dropPath",
            "classWeights",
            "sampling");

    private final Rates rates;
    private final Optional<Integer> epochs;
    private final Optional<ScheduleKind> schedule;
    private final Optional<Double> warmupFraction;
    private final Optional<Double> weightDecay;
    private final Optional<Double> layerDecay;
    private final Optional<Double> dropPath;
    private final Optional<ClassWeights> classWeights;
    private final Optional<Sampling> sampling;

    Own(Element regime) {
      rates = new Rates(regime);
      epochs = regime.optional("epochs", COUNT);
      schedule = regime.optional("schedule", SCHEDULE);
      warmupFraction = regime.optional("warmupFraction", FRACTION);
      weightDecay = regime.optional("weightDecay", NOT_NEGATIVE);
      layerDecay = regime.optional("layerDecay", UP_TO_ONE);
      dropPath = regime.optional("dropPath", FRACTION);
      classWeights = regime.optional("classWeights", CLASS_WEIGHTS);
      sampling = regime.optional("sampling", SAMPLING);
    }

    RecipeOverride build(String key) {
      return new RecipeOverride(
          key,
          rates.one(),
          epochs,
          schedule,
          warmupFraction,
          weightDecay,
          rates.several(),
          layerDecay,
          dropPath,
          classWeights,
          sampling,
          rates.areSearched());
    }
  }
}
