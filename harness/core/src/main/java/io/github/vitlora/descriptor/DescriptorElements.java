package io.github.vitlora.descriptor;

import io.github.vitlora.regime.BlockRange;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.regime.TargetRank;
import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlElementWrapper;
import jakarta.xml.bind.annotation.XmlElements;
import jakarta.xml.bind.annotation.XmlRootElement;
import jakarta.xml.bind.annotation.XmlTransient;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A descriptor's elements as JAXB binds them. A field is null where the descriptor lacks a required
 * attribute or its value is not in order; the schema validator has reported it then.
 */
final class DescriptorElements {

  private DescriptorElements() {}

  /** Any element: knows where it stands. */
  @XmlAccessorType(XmlAccessType.FIELD)
  abstract static class Located {
    @XmlTransient Tag tag;

    Place place() {
      return tag.start();
    }

    Place place(String attribute) {
      return tag.placeOf(attribute);
    }
  }

  @XmlRootElement(name = "experiment")
  @XmlAccessorType(XmlAccessType.FIELD)
  static final class ExperimentElement extends Located {
    @XmlAttribute String name;
    @XmlElement String description;
    @XmlElement ModelElement model;
    @XmlElement DatasetElement dataset;
    @XmlElement TrainingElement training;

    @XmlElementWrapper(name = "regimes")
    @XmlElements({
      @XmlElement(name = "fullFineTuning", type = FullFineTuningElement.class),
      @XmlElement(name = "linearProbe", type = LinearProbeElement.class),
      @XmlElement(name = "lora", type = LoraElement.class),
      @XmlElement(name = "bitFit", type = BitFitElement.class),
      @XmlElement(name = "layerNormTuning", type = LayerNormTuningElement.class),
      @XmlElement(name = "lastBlocks", type = LastBlocksElement.class),
      @XmlElement(name = "fromScratch", type = FromScratchElement.class)
    })
    List<RegimeElement> regimes = new ArrayList<>();

    @XmlElementWrapper(name = "expectations")
    @XmlElement(name = "expect")
    List<ExpectElement> expectations = new ArrayList<>();

    @XmlElement AttentionElement attention;
  }

  static final class ModelElement extends Located {
    @XmlAttribute String architecture;
    @XmlAttribute String weights;
    @XmlAttribute String sha256;
  }

  static final class DatasetElement extends Located {
    @XmlAttribute String archive;
    @XmlAttribute String directory;
    @XmlAttribute String idx;
    @XmlAttribute String builtin;
    @XmlAttribute Integer fractals;
    @XmlAttribute String pretext;
    @XmlAttribute String sha256;
    @XmlAttribute String train;
    @XmlAttribute String test;
    @XmlAttribute Double validationFraction;
    @XmlAttribute Double testFraction;
    @XmlAttribute Integer classes;
    @XmlElement LimitElement limit;
    @XmlElement TransformElement transform;
    @XmlElement AugmentationElement augmentation;

    /** Whether no training images are held out to decide by. */
    boolean leavesNoValidation() {
      return validationFraction != null && validationFraction == 0;
    }
  }

  static final class AugmentationElement extends Located {
    @XmlAttribute Double flip;
    @XmlAttribute Double mixup;
    @XmlElement ResizedCropElement randomResizedCrop;
    @XmlElement RandAugmentElement randAugment;
    @XmlElement ColourJitterElement colourJitter;
  }

  static final class RandAugmentElement extends Located {
    @XmlAttribute Integer operations;
    @XmlAttribute Integer magnitude;
  }

  static final class ColourJitterElement extends Located {
    @XmlAttribute Double brightness;
    @XmlAttribute Double contrast;
    @XmlAttribute Double saturation;
    @XmlAttribute Double hue;
  }

  static final class ResizedCropElement extends Located {
    @XmlAttribute List<Double> scale;
    @XmlAttribute List<Double> ratio;
  }

  static final class LimitElement extends Located {
    @XmlAttribute Integer trainPerClass;
    @XmlAttribute Integer testPerClass;
  }

  static final class TransformElement extends Located {
    @XmlAttribute Integer resize;
    @XmlAttribute Integer crop;
    @XmlAttribute List<Float> mean;
    @XmlAttribute List<Float> std;
  }

  static final class TrainingElement extends Located {
    @XmlAttribute Integer epochs;
    @XmlAttribute Integer batchSize;
    @XmlAttribute Integer microBatch;
    @XmlAttribute String optimizer;
    @XmlAttribute Double learningRate;
    @XmlAttribute String schedule;
    @XmlAttribute Double warmupFraction;
    @XmlAttribute Double weightDecay;
    @XmlAttribute Double momentum;
    @XmlAttribute Boolean nesterov;
    @XmlAttribute Double gradientClipping;
    @XmlAttribute Double labelSmoothing;
    @XmlAttribute List<Double> learningRates;
    @XmlAttribute Integer earlyStopping;
    @XmlAttribute String earlyStoppingOn;
    @XmlAttribute String precision;
    @XmlAttribute List<Long> seeds;
  }

  /** A regime, which is one for each of its ranks if it has ranks. */
  abstract static sealed class RegimeElement extends Located {
    @XmlAttribute Double learningRate;
    @XmlAttribute Integer epochs;
    @XmlAttribute String schedule;
    @XmlAttribute Double warmupFraction;
    @XmlAttribute Double weightDecay;
    @XmlAttribute List<Double> learningRates;

    /** The name by which expectations speak of it. */
    abstract String key();

    /** False where it has a name that the schema refused, so that the key is not the one meant. */
    boolean isNamed() {
      return true;
    }

    /** Empty for regimes without ranks, and where the descriptor's are not in order. */
    List<Integer> ranks() {
      return List.of();
    }
  }

  static final class FullFineTuningElement extends RegimeElement {
    @Override
    String key() {
      return new Regime.FullFineTuning().key();
    }
  }

  static final class LinearProbeElement extends RegimeElement {
    @Override
    String key() {
      return new Regime.LinearProbe().key();
    }
  }

  static final class BitFitElement extends RegimeElement {
    @Override
    String key() {
      return new Regime.BitFit().key();
    }
  }

  static final class LayerNormTuningElement extends RegimeElement {
    @Override
    String key() {
      return new Regime.LayerNormTuning().key();
    }
  }

  static final class FromScratchElement extends RegimeElement {
    @Override
    String key() {
      return new Regime.FromScratch().key();
    }
  }

  /** A regime of which there may be several, told apart by their names. */
  abstract static sealed class NamedElement extends RegimeElement {
    @XmlAttribute String name;

    /** A name that a second one could have. */
    abstract String anotherName();

    @Override
    boolean isNamed() {
      return name != null || !tag.attributes().containsKey("name");
    }
  }

  static final class LastBlocksElement extends NamedElement {
    @XmlAttribute Integer count;

    @Override
    String key() {
      return name == null ? Regime.LastBlocks.UNNAMED : name;
    }

    @Override
    String anotherName() {
      return "last-" + (count == null ? "2" : count);
    }
  }

  static final class LoraElement extends NamedElement {
    @XmlAttribute List<Integer> ranks;
    @XmlAttribute Double alpha;
    @XmlAttribute List<String> targets;
    @XmlAttribute Double dropout;
    @XmlAttribute List<String> alsoTrain;
    @XmlAttribute String bias;
    @XmlAttribute String targetPattern;
    @XmlAttribute List<String> blocks;
    @XmlAttribute List<String> targetRanks;
    @XmlAttribute String scaling;
    @XmlAttribute Double loraPlusRatio;
    @XmlAttribute String variant;
    @XmlAttribute String initialisation;

    @Override
    String key() {
      return name == null ? "lora" : name;
    }

    // Empty where nothing is said, or the descriptor's is not in order.

    List<String> targets() {
      return sound(targets);
    }

    List<String> alsoTrain() {
      return sound(alsoTrain);
    }

    List<BlockRange> blocks() {
      return sound(blocks).stream().map(BlockRange::parse).toList();
    }

    List<TargetRank> targetRanks() {
      return sound(targetRanks).stream().map(TargetRank::parse).toList();
    }

    private static List<String> sound(List<String> values) {
      return values == null ? List.of() : values.stream().filter(Objects::nonNull).toList();
    }

    @Override
    String anotherName() {
      return key() + "-2";
    }

    @Override
    List<Integer> ranks() {
      return ranks == null ? List.of() : ranks;
    }
  }

  static final class ExpectElement extends Located {
    @XmlAttribute String regime;
    @XmlAttribute Integer rank;
    @XmlAttribute String metric;
    @XmlAttribute Double atLeast;
    @XmlAttribute Double atMost;
    @XmlAttribute Double within;
    @XmlAttribute Double atLeastFraction;
    @XmlAttribute Double atMostFraction;
    @XmlAttribute String of;
    @XmlAttribute Integer ofRank;
  }

  static final class AttentionElement extends Located {
    @XmlAttribute List<String> images;

    /** How many images are to be chosen; empty where they are named. */
    Optional<Integer> count() {
      return images.size() == 1 && images.get(0).matches("\\d{1,9}")
          ? Optional.of(Integer.valueOf(images.get(0)))
          : Optional.empty();
    }
  }
}
