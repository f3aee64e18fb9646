package io.github.vitlora.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.vitlora.choice.RateChoice;
import io.github.vitlora.dataset.DatasetException;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.job.TrialEvent;
import io.github.vitlora.kernel.Script;
import io.github.vitlora.learner.ChosenKernels;
import io.github.vitlora.learner.FeatureInputs;
import io.github.vitlora.learner.HeadLearner;
import io.github.vitlora.learner.Inputs;
import io.github.vitlora.learner.Learner;
import io.github.vitlora.learner.PixelInputs;
import io.github.vitlora.learner.Stopwatch;
import io.github.vitlora.model.KernelNetwork;
import io.github.vitlora.model.TunableModel;
import io.github.vitlora.random.RandomStreams;
import io.github.vitlora.regime.Architecture;
import io.github.vitlora.regime.ClassWeights;
import io.github.vitlora.regime.FeatureFit;
import io.github.vitlora.regime.TrainingOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Runs one trial in this process, from its first to its saved weights. */
public final class TrialRun {
  private final TrialInputs inputs;
  private final PixelInputs pixels;

  /** The features of a frozen network are the same whatever the learning rate. */
  private final FeatureInputs.Known features = new FeatureInputs.Known();

  private TrialRun(TrialInputs inputs) {
    this.inputs = inputs;
    Trial trial = inputs.trial();
    pixels = new PixelInputs(trial.dataset(), new RandomStreams(trial.seed()), inputs.crops());
  }

  /**
   * Trains, evaluates and saves, from the newest checkpoint if there is one.
   *
   * @param inputs the trial and its files
   * @param weights file that the trained weights are saved to
   * @param checkpoints keeps the trial's state
   * @param events told what happens, on the calling thread
   * @throws IOException when weights do not fit or a file cannot be read or written
   */
  public static TrialOutcome run(
      TrialInputs inputs, Path weights, CheckpointStore checkpoints, Consumer<TrialEvent> events)
      throws IOException {
    requireValidation(inputs);
    Trial trial = inputs.trial();
    TrialRun run = new TrialRun(inputs);
    if (trial.regime().featureFit().isPresent()) {
      return run.fit(weights, events);
    }
    TrainingOptions options = trial.training().options();
    if (options.classWeights() == ClassWeights.BALANCED) {
      inputs.requireEveryClass();
    }
    if (!options.learningRates().isEmpty()) {
      return new LearningRateSearch(run, trial, checkpoints, events).run(weights);
    }
    TrialOutcome outcome =
        run.train(trial, checkpoints, new Stopwatch(), events, loop -> loop.run(weights));
    return options
        .rateFromSeed()
        .map(seed -> outcome.with(RateChoice.ofSeed(seed, trial.training().learningRate())))
        .orElse(outcome);
  }

  /** Returns how many images choices go by. */
  int validationImages() {
    return inputs.splits().validation().size();
  }

  /** Requires validation images where they choose: a share of few images can be none. */
  private static void requireValidation(TrialInputs inputs) {
    TrainingOptions options = inputs.trial().training().options();
    boolean chooses =
        inputs
            .trial()
            .regime()
            .featureFit()
            .map(FeatureFit::needsValidation)
            .orElse(!options.learningRates().isEmpty() || options.earlyStopping().isPresent());
    if (chooses && inputs.splits().validation().isEmpty()) {
      throw new DatasetException(
          "learningRates, earlyStopping and fit=\"optimal\" choose by the validation images, and a share of "
              + inputs.trial().dataset().validationFraction()
              + " of each class's training images is none: a larger validationFraction holds some"
              + " out");
    }
  }

  /**
   * Does something with a training.
   *
   * @param <T> its result
   */
  interface Work<T> {
    T with(TrainingLoop loop) throws IOException;
  }

  /**
   * Does some work with a training of its own, from the trial's first weights.
   *
   * @param trial this one, by another recipe perhaps
   */
  <T> T train(
      Trial trial,
      CheckpointStore checkpoints,
      Stopwatch clock,
      Consumer<TrialEvent> events,
      Work<T> work)
      throws IOException {
    try (NDManager manager = NDManager.newBaseManager(inputs.device());
        TunableModel model = model(manager);
        Learner learner = learner(manager, model, trial)) {
      Inputs shown = shown(manager, learner, trial, events);
      return work.with(
          new TrainingLoop(
              manager, inputs.with(trial), model, learner, shown, checkpoints, clock, events));
    }
  }

  /** Runs the trial without optimizer steps, on the images as they are tested. */
  private TrialOutcome fit(Path weights, Consumer<TrialEvent> events) throws IOException {
    Trial trial = inputs.trial();
    try (NDManager manager = NDManager.newBaseManager(inputs.device());
        TunableModel model = model(manager)) {
      Optional<KernelNetwork> kernels =
          ChosenKernels.of(trial, inputs.device())
              .compiled()
              .map(script -> new KernelNetwork(manager, model, script));
      UnaryOperator<NDArray> network =
          kernels.isPresent() ? kernels.get()::features : model.network()::features;
      FeatureInputs shown = features(manager, network, trial, events);
      return new FeatureTrial(manager, inputs, model, shown, events).run(weights);
    }
  }

  private Learner learner(NDManager manager, TunableModel model, Trial trial) {
    Optional<Script> kernels = ChosenKernels.of(trial, manager.getDevice()).compiled();
    int[] perClass = inputs.trainPerClass();
    return kernels.isPresent() && hasFixedFeatures(trial)
        ? new HeadLearner(manager, model, trial.training(), perClass, kernels.get())
        : Learner.of(manager, model, trial.training(), perClass, kernels);
  }

  /** Returns whether features can be computed once: images then do not change between epochs. */
  private static boolean hasFixedFeatures(Trial trial) {
    return trial.regime().trainsHeadAlone(architecture(trial))
        && !trial.dataset().augmentation().changesImages();
  }

  private Inputs shown(
      NDManager manager, Learner learner, Trial trial, Consumer<TrialEvent> events) {
    return learner instanceof HeadLearner head
        ? features(manager, head.network()::features, trial, events)
        : pixels;
  }

  private FeatureInputs features(
      NDManager manager, UnaryOperator<NDArray> network, Trial trial, Consumer<TrialEvent> events) {
    return new FeatureInputs(
        manager,
        network,
        pixels,
        trial.training().microBatch(),
        features,
        () -> events.accept(new TrialEvent.Alive()));
  }

  private TunableModel model(NDManager manager) throws IOException {
    return TunableModel.untrained(
        manager,
        architecture(inputs.trial()),
        inputs.classes(),
        inputs.trial().regime(),
        new RandomStreams(inputs.trial().seed()),
        inputs.weights());
  }

  private static Architecture architecture(Trial trial) {
    String name = trial.model().architecture();
    return Architecture.named(name)
        .orElseThrow(() -> new IllegalArgumentException("no architecture is named " + name));
  }
}
