package io.github.vitlora.descriptor;

import io.github.vitlora.descriptor.DescriptorElements.AttentionElement;
import io.github.vitlora.descriptor.DescriptorElements.AugmentationElement;
import io.github.vitlora.descriptor.DescriptorElements.BitFitElement;
import io.github.vitlora.descriptor.DescriptorElements.DatasetElement;
import io.github.vitlora.descriptor.DescriptorElements.ExpectElement;
import io.github.vitlora.descriptor.DescriptorElements.ExperimentElement;
import io.github.vitlora.descriptor.DescriptorElements.FromScratchElement;
import io.github.vitlora.descriptor.DescriptorElements.FullFineTuningElement;
import io.github.vitlora.descriptor.DescriptorElements.LastBlocksElement;
import io.github.vitlora.descriptor.DescriptorElements.LayerNormTuningElement;
import io.github.vitlora.descriptor.DescriptorElements.LimitElement;
import io.github.vitlora.descriptor.DescriptorElements.LinearProbeElement;
import io.github.vitlora.descriptor.DescriptorElements.LoraElement;
import io.github.vitlora.descriptor.DescriptorElements.ModelElement;
import io.github.vitlora.descriptor.DescriptorElements.RegimeElement;
import io.github.vitlora.descriptor.DescriptorElements.ResizedCropElement;
import io.github.vitlora.descriptor.DescriptorElements.TrainingElement;
import io.github.vitlora.experiment.AttentionSpec;
import io.github.vitlora.experiment.AugmentationSpec;
import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.experiment.Expectation;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.experiment.ModelSpec;
import io.github.vitlora.experiment.SourceReference;
import io.github.vitlora.experiment.TransformSpec;
import io.github.vitlora.regime.EarlyStopping;
import io.github.vitlora.regime.LoraInitialisation;
import io.github.vitlora.regime.LoraOptions;
import io.github.vitlora.regime.LoraScaling;
import io.github.vitlora.regime.LoraVariant;
import io.github.vitlora.regime.OptimizerKind;
import io.github.vitlora.regime.Precision;
import io.github.vitlora.regime.RecipeOverride;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.regime.ScheduleKind;
import io.github.vitlora.regime.TrainedBiases;
import io.github.vitlora.regime.TrainingOptions;
import io.github.vitlora.regime.TrainingSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes the records of a descriptor in which nothing is wrong. */
final class ExperimentAssembler {

  private final Path base;

  ExperimentAssembler(Path base) {
    this.base = base;
  }

  Experiment assemble(ExperimentElement e) {
    return new Experiment(
        e.name,
        e.description == null ? "" : e.description,
        model(e.model),
        dataset(e.dataset),
        training(e.training),
        e.training.seeds,
        e.regimes.stream().flatMap(ExperimentAssembler::regimes).toList(),
        e.regimes.stream().flatMap(ExperimentAssembler::override).toList(),
        e.expectations.stream().map(ExperimentAssembler::expectation).toList(),
        Optional.ofNullable(e.attention).map(ExperimentAssembler::attention));
  }

  private static AttentionSpec attention(AttentionElement e) {
    return e.count().map(AttentionSpec::chosen).orElseGet(() -> AttentionSpec.named(e.images));
  }

  private ModelSpec model(ModelElement e) {
    String weights =
        e.weights.equals(ModelSpec.RANDOM)
            ? ModelSpec.RANDOM
            : SourceReference.resolve(e.weights, base);
    return new ModelSpec(e.architecture, weights, checksum(e.sha256));
  }

  private DatasetSpec dataset(DatasetElement e) {
    DatasetOrigin origin = origin(e);
    return new DatasetSpec(
        origin,
        e.train == null ? origin.trainSplit() : e.train,
        e.test == null ? origin.testSplit() : e.test,
        e.validationFraction,
        limit(e.limit),
        new TransformSpec(e.transform.resize, e.transform.crop, e.transform.mean, e.transform.std),
        Optional.ofNullable(e.classes),
        augmentation(e.augmentation));
  }

  private static AugmentationSpec augmentation(AugmentationElement e) {
    return e == null
        ? AugmentationSpec.NONE
        : new AugmentationSpec(
            e.flip,
            Optional.ofNullable(e.randomResizedCrop).map(ExperimentAssembler::crop),
            Optional.ofNullable(e.randAugment)
                .map(r -> new AugmentationSpec.RandAugment(r.operations, r.magnitude)),
            Optional.ofNullable(e.colourJitter)
                .map(
                    j ->
                        new AugmentationSpec.ColourJitter(
                            j.brightness, j.contrast, j.saturation, j.hue)),
            e.mixup);
  }

  private static AugmentationSpec.ResizedCrop crop(ResizedCropElement e) {
    return new AugmentationSpec.ResizedCrop(
        e.scale.get(0), e.scale.get(1), e.ratio.get(0), e.ratio.get(1));
  }

  private DatasetOrigin origin(DatasetElement e) {
    DatasetOrigin images = labelled(e);
    DatasetOrigin split =
        e.testFraction == null ? images : new DatasetOrigin.HeldOut(images, e.testFraction);
    return e.pretext == null ? split : new DatasetOrigin.Rotations(split);
  }

  private DatasetOrigin labelled(DatasetElement e) {
    if (e.archive != null) {
      return new DatasetOrigin.Archive(
          SourceReference.resolve(e.archive, base), checksum(e.sha256));
    }
    if (e.directory != null) {
      return new DatasetOrigin.Directory(SourceReference.path(e.directory, base).toString());
    }
    if (e.idx != null) {
      return new DatasetOrigin.Idx(SourceReference.resolve(e.idx, base), checksum(e.sha256));
    }
    if (e.fractals != null) {
      return new DatasetOrigin.Fractals(e.fractals);
    }
    return new DatasetOrigin.Builtin(e.builtin);
  }

  private static Optional<String> checksum(String sha256) {
    return Optional.ofNullable(sha256).map(hex -> hex.toLowerCase(Locale.ROOT));
  }

  private static DatasetSpec.Limit limit(LimitElement e) {
    return e == null
        ? DatasetSpec.Limit.NONE
        : new DatasetSpec.Limit(
            Optional.ofNullable(e.trainPerClass), Optional.ofNullable(e.testPerClass));
  }

  private static TrainingSpec training(TrainingElement e) {
    return new TrainingSpec(
        e.epochs,
        e.batchSize,
        e.microBatch,
        OptimizerKind.valueOf(e.optimizer.toUpperCase(Locale.ROOT)),
        rate(e.learningRate, e.learningRates).orElseGet(() -> e.learningRates.get(0)),
        schedule(e.schedule),
        e.warmupFraction,
        e.weightDecay == null ? 0 : e.weightDecay,
        Precision.valueOf(e.precision.toUpperCase(Locale.ROOT)),
        options(e));
  }

  private static TrainingOptions options(TrainingElement e) {
    TrainingOptions.Builder options = TrainingOptions.builder();
    Optional.ofNullable(e.momentum).ifPresent(options::momentum);
    Optional.ofNullable(e.nesterov).ifPresent(options::nesterov);
    options.gradientClipping(Optional.ofNullable(e.gradientClipping));
    Optional.ofNullable(e.labelSmoothing).ifPresent(options::labelSmoothing);
    options.learningRates(several(e.learningRates));
    options.earlyStopping(
        Optional.ofNullable(e.earlyStopping)
            .map(patience -> new EarlyStopping(patience, stoppingOn(e.earlyStoppingOn))));
    return options.build();
  }

  private static EarlyStopping.On stoppingOn(String metric) {
    return Metric.VALIDATION_LOSS.key().equals(metric)
        ? EarlyStopping.On.LOSS
        : EarlyStopping.On.ACCURACY;
  }

  /** The one learning rate; a list of one is one. */
  private static Optional<Double> rate(Double learningRate, List<Double> learningRates) {
    return learningRates != null && learningRates.size() == 1
        ? Optional.of(learningRates.get(0))
        : Optional.ofNullable(learningRate);
  }

  private static List<Double> several(List<Double> learningRates) {
    return learningRates == null || learningRates.size() == 1 ? List.of() : learningRates;
  }

  private static ScheduleKind schedule(String name) {
    return ScheduleKind.valueOf(name.toUpperCase(Locale.ROOT));
  }

  private static Stream<RecipeOverride> override(RegimeElement e) {
    return Stream.of(
            RecipeOverride.builder()
                .regime(e.key())
                .learningRate(rate(e.learningRate, e.learningRates))
                .learningRates(several(e.learningRates))
                .epochs(Optional.ofNullable(e.epochs))
                .schedule(Optional.ofNullable(e.schedule).map(ExperimentAssembler::schedule))
                .warmupFraction(Optional.ofNullable(e.warmupFraction))
                .weightDecay(Optional.ofNullable(e.weightDecay))
                .build())
        .filter(override -> !override.changesNothing());
  }

  private static Stream<Regime> regimes(RegimeElement e) {
    if (e instanceof LoraElement lora) {
      return lora.ranks.stream()
          .map(
              r ->
                  new Regime.Lora(
                      lora.key(), r, lora.alpha, targets(lora), lora.dropout, options(lora)));
    }
    return Stream.of(regimeWithoutRanks(e));
  }

  private static Regime regimeWithoutRanks(RegimeElement e) {
    if (e instanceof LinearProbeElement) {
      return new Regime.LinearProbe();
    }
    if (e instanceof FullFineTuningElement) {
      return new Regime.FullFineTuning();
    }
    if (e instanceof BitFitElement) {
      return new Regime.BitFit();
    }
    if (e instanceof LayerNormTuningElement) {
      return new Regime.LayerNormTuning();
    }
    if (e instanceof LastBlocksElement last) {
      return new Regime.LastBlocks(last.key(), last.count);
    }
    if (e instanceof FromScratchElement) {
      return new Regime.FromScratch();
    }
    throw new IllegalStateException("no regime is made of " + e.getClass());
  }

  /** The schema's default is not meant where a pattern names them. */
  private static List<String> targets(LoraElement e) {
    return e.targetPattern == null ? e.targets : List.of();
  }

  private static LoraOptions options(LoraElement e) {
    return LoraOptions.builder()
        .alsoTrain(e.alsoTrain())
        .bias(TrainedBiases.valueOf(e.bias.toUpperCase(Locale.ROOT)))
        .targetPattern(Optional.ofNullable(e.targetPattern))
        .blocks(e.blocks())
        .targetRanks(e.targetRanks())
        .scaling(LoraScaling.valueOf(e.scaling.toUpperCase(Locale.ROOT)))
        .loraPlusRatio(e.loraPlusRatio)
        .variant(LoraVariant.valueOf(e.variant.toUpperCase(Locale.ROOT)))
        .initialisation(LoraInitialisation.valueOf(e.initialisation.toUpperCase(Locale.ROOT)))
        .build();
  }

  private static Expectation expectation(ExpectElement e) {
    return new Expectation(
        e.regime, Optional.ofNullable(e.rank), Metric.ofKey(e.metric).orElseThrow(), bound(e));
  }

  private static Expectation.Bound bound(ExpectElement e) {
    Expectation.Reference of = new Expectation.Reference(e.of, Optional.ofNullable(e.ofRank));
    if (e.atLeast != null) {
      return new Expectation.AtLeast(e.atLeast);
    }
    if (e.atMost != null) {
      return new Expectation.AtMost(e.atMost);
    }
    if (e.within != null) {
      return new Expectation.Within(e.within, of);
    }
    if (e.atLeastFraction != null) {
      return new Expectation.AtLeastFraction(e.atLeastFraction, of);
    }
    return new Expectation.AtMostFraction(e.atMostFraction, of);
  }
}
