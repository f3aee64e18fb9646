package io.github.vitlora.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.vitlora.checkpoint.CheckpointException;
import io.github.vitlora.checkpoint.PretrainedWeights;
import io.github.vitlora.checkpoint.SafetensorsFile;
import io.github.vitlora.checkpoint.SafetensorsWriter;
import io.github.vitlora.checkpoint.TensorType;
import io.github.vitlora.model.ResidualAdapters.Source;
import io.github.vitlora.random.RandomStreams;
import io.github.vitlora.regime.Adapter;
import io.github.vitlora.regime.Architecture;
import io.github.vitlora.regime.ParameterCount;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.regime.TrainingOptions;
import io.github.vitlora.regime.WeightSpec;
import io.github.vitlora.regime.WeightSpec.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A tunable model is a Vision Transformer set up for a regime: it has pretrained weights, a new
 * classification head, adapters where the regime wants them, and gradients on what the regime
 * trains. It owns its arrays. Only one thread may use it.
 */
public final class TunableModel implements AutoCloseable {
  private final NDManager manager;
  private final VisionTransformer network;
  private final Regime regime;
  private final ResidualAdapters taken;
  private final Map<String, NDArray> trainable;
  private final Map<String, NDArray> kept;

  private TunableModel(
      NDManager manager, VisionTransformer network, Regime regime, ResidualAdapters taken) {
    this.manager = manager;
    this.network = network;
    this.regime = regime;
    this.taken = taken;
    Map<String, NDArray> chosen = new LinkedHashMap<>();
    Map<String, NDArray> stored = new LinkedHashMap<>();
    network
        .weights()
        .forEach(
            (name, weight) -> {
              boolean trained = regime.trains(network.architecture(), weight.spec());
              weight.parameter().freeze(!trained);
              if (trained) {
                chosen.put(name, weight.array());
              }
              if (regime.keeps(network.architecture(), weight.spec())) {
                stored.put(name, weight.array());
              }
            });
    trainable = Collections.unmodifiableMap(chosen);
    kept = Collections.unmodifiableMap(stored);
  }

  /**
   * Sets a pretrained network up for a regime. The checkpoint's own head is left aside; the new
   * head, and the adapters, start from {@code random}.
   *
   * @param parent the model's memory belongs to a child of it
   * @param classes K, outputs of the new head
   * @param random where new weights come from
   * @param checkpoint weights under timm's names, or those of the transformers library's ViT
   * @throws CheckpointException when the checkpoint lacks a tensor, has one too many, or one of
   *     another shape, all of which are listed; or is of a distilled network
   */
  public static TunableModel pretrained(
      NDManager parent,
      Architecture architecture,
      int classes,
      Regime regime,
      RandomStreams random,
      SafetensorsFile checkpoint)
      throws IOException {
    return new Plan(parent, architecture, classes, regime, random)
        .make(Optional.of(PretrainedWeights.of(checkpoint)), true, Source.DECOMPOSITION);
  }

  /**
   * Takes a checkpoint as it is, its head included, for evaluation and for comparing with other
   * implementations.
   *
   * @param parent the model's memory belongs to a child of it
   * @param checkpoint weights under timm's names, or those of the transformers library's ViT
   * @throws CheckpointException as for {@link #pretrained}
   */
  public static TunableModel whole(
      NDManager parent, Architecture architecture, SafetensorsFile checkpoint) throws IOException {
    PretrainedWeights weights = PretrainedWeights.of(checkpoint);
    RandomStreams unused = new RandomStreams(0);
    return new Plan(parent, architecture, weights.classes(), new Regime.FullFineTuning(), unused)
        .make(Optional.of(weights), false, Source.DECOMPOSITION);
  }

  /**
   * Makes the model that a trial begins with: {@link #pretrained} where there is a checkpoint, else
   * {@link #fromScratch}.
   *
   * @param checkpoint file of the pretrained weights, if there is one
   */
  public static TunableModel untrained(
      NDManager parent,
      Architecture architecture,
      int classes,
      Regime regime,
      RandomStreams random,
      Optional<Path> checkpoint)
      throws IOException {
    return new Plan(parent, architecture, classes, regime, random)
        .begin(checkpoint, Source.DECOMPOSITION);
  }

  /**
   * Makes the model that a trial ended with.
   *
   * @param checkpoint file of the pretrained weights, if there is one
   * @param kept what {@link #save} wrote
   * @throws CheckpointException when a file does not fit
   */
  public static TunableModel trained(
      NDManager parent,
      Architecture architecture,
      int classes,
      Regime regime,
      RandomStreams random,
      Optional<Path> checkpoint,
      Path kept)
      throws IOException {
    TunableModel model;
    try (SafetensorsFile saved = SafetensorsFile.open(kept)) {
      model =
          new Plan(parent, architecture, classes, regime, random)
              .begin(checkpoint, ResidualAdapters.kept(saved));
    }
    try {
      model.load(kept);
      return model;
    } catch (IOException | RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /** Makes a network whose weights all start from {@code random}. */
  public static TunableModel fromScratch(
      NDManager parent,
      Architecture architecture,
      int classes,
      Regime regime,
      RandomStreams random) {
    try {
      return new Plan(parent, architecture, classes, regime, random)
          .make(Optional.empty(), true, Source.DECOMPOSITION);
    } catch (IOException e) {
      throw new UncheckedIOException("no file is read", e);
    }
  }

  /** A plan says what a model is made of, apart from its pretrained values. */
  private record Plan(
      NDManager parent,
      Architecture architecture,
      int classes,
      Regime regime,
      RandomStreams random) {

    TunableModel begin(Optional<Path> checkpoint, Source start) throws IOException {
      if (checkpoint.isEmpty()) {
        return make(Optional.empty(), true, start);
      }
      try (SafetensorsFile pretrained = SafetensorsFile.open(checkpoint.get())) {
        return make(Optional.of(PretrainedWeights.of(pretrained)), true, start);
      }
    }

    TunableModel make(Optional<PretrainedWeights> checkpoint, boolean newHead, Source start)
        throws IOException {
      NDManager manager = parent.newSubManager();
      try {
        VisionTransformer network =
            new VisionTransformer(manager, architecture, classes, regime, random);
        Map<String, Weight> fromCheckpoint = new LinkedHashMap<>();
        Set<String> newHeads = new HashSet<>();
        for (Weight weight : network.weights().values()) {
          WeightSpec spec = weight.spec();
          boolean ofNewHead = newHead && spec.role() == Role.HEAD;
          if (ofNewHead) {
            newHeads.add(spec.layer() + ".");
          }
          if (checkpoint.isEmpty() || ofNewHead || spec.role() == Role.ADAPTER) {
            set(manager, weight, FloatBuffer.wrap(spec.initialValues(random)));
          } else {
            fromCheckpoint.put(spec.name(), weight);
          }
        }
        if (checkpoint.isPresent()) {
          Map<String, long[]> shapes = new LinkedHashMap<>();
          fromCheckpoint.forEach((name, weight) -> shapes.put(name, weight.shape().getShape()));
          checkpoint
              .get()
              .requireFit(
                  architecture, shapes, name -> newHeads.stream().anyMatch(name::startsWith));
          for (Map.Entry<String, Weight> entry : fromCheckpoint.entrySet()) {
            set(manager, entry.getValue(), checkpoint.get().floats(entry.getKey()));
          }
        }
        // Norms are those of the weights as they were before a part of them is taken.
        network.adapted().values().forEach(AdaptedLinear::start);
        ResidualAdapters taken = ResidualAdapters.take(manager, network.adapted().values(), start);
        return new TunableModel(manager, network, regime, taken);
      } catch (IOException | RuntimeException e) {
        manager.close();
        throw e;
      }
    }
  }

  private static void set(NDManager manager, Weight weight, FloatBuffer values) {
    weight.parameter().setArray(Tensors.copy(manager, values, weight.shape()));
  }

  /** Returns the network. */
  public VisionTransformer network() {
    return network;
  }

  /** Returns K, the number of outputs of the head. */
  public int classes() {
    return network.classes();
  }

  /** Returns the arrays that the regime trains, by name, in a fixed order. The model keeps them. */
  public Map<String, NDArray> trainable() {
    return trainable;
  }

  /** Returns the specification of one of them. */
  public WeightSpec spec(String name) {
    return network.weights().get(name).spec();
  }

  /** Returns the values of a weight of the network, as training left them. The model keeps them. */
  public NDArray weight(String name) {
    return network.weights().get(name).array();
  }

  /** Returns the adapters of the network, in forward order. */
  public List<Adapter> adapters() {
    return network.adapted().values().stream().map(AdaptedLinear::adapter).toList();
  }

  /**
   * Returns the factor of the learning rate for one of the arrays that are trained: the regime's
   * and the recipe's.
   */
  public double learningRateFactor(String name, TrainingOptions options) {
    WeightSpec weight = spec(name);
    return regime.learningRateFactor(weight)
        * options.learningRateFactor(network.architecture(), weight);
  }

  /**
   * Returns what draws the paths that images skip in training. Where a head alone is trained none
   * are: it reads the same features in every epoch.
   *
   * @param probability that of the last block, in [0, 1)
   */
  public DropPath dropPath(double probability) {
    boolean head = regime.trainsHeadAlone(network.architecture());
    return network.dropPath(head ? 0 : probability);
  }

  /** Counts the parameters of the arrays themselves. */
  public ParameterCount count() {
    long total = network.weights().values().stream().mapToLong(w -> w.array().size()).sum();
    long trained = trainable.values().stream().mapToLong(NDArray::size).sum();
    return new ParameterCount(trained, total);
  }

  /**
   * Gives the head other values.
   *
   * @param weight {@code (K, C)}
   * @param bias {@code (K)}
   */
  public void setHead(float[][] weight, float[] bias) {
    for (Weight head : network.weights().values()) {
      if (head.spec().role() == Role.HEAD) {
        FloatBuffer values = FloatBuffer.allocate(Math.toIntExact(head.spec().size()));
        for (float[] row : head.spec().isBias() ? new float[][] {bias} : weight) {
          values.put(row);
        }
        try (NDArray copy = Tensors.copy(manager, values.flip(), head.shape())) {
          copy.copyTo(head.array());
        }
      }
    }
  }

  /**
   * Writes what the regime keeps: the whole model for full fine-tuning, adapters and head for LoRA;
   * and the parts that adapters took over of the pretrained weights.
   *
   * @return the file's size in bytes
   */
  public long save(Path file) throws IOException {
    SafetensorsWriter writer =
        new SafetensorsWriter(TensorType.F32).metadata("vitlora.regime", regime.slug());
    kept.forEach((name, array) -> Tensors.write(writer, name, array));
    taken.arrays().forEach((name, array) -> Tensors.write(writer, name, array));
    return writer.write(file);
  }

  /**
   * Reads what {@link #save} wrote.
   *
   * @throws CheckpointException when the file's tensors are not exactly those that the regime
   *     keeps, or its adapters took over other parts of the pretrained weights; the model is then
   *     unchanged
   */
  public void load(Path file) throws IOException {
    try (SafetensorsFile saved = SafetensorsFile.open(file)) {
      Map<String, long[]> wanted = new LinkedHashMap<>();
      kept.forEach((name, array) -> wanted.put(name, array.getShape().getShape()));
      taken.arrays().forEach((name, array) -> wanted.put(name, array.getShape().getShape()));
      PretrainedWeights.underOwnNames(saved)
          .requireFit(network.architecture(), wanted, name -> false);
      taken.requireSame(saved);
      read(saved, kept);
    }
  }

  /**
   * Folds the adapters into the whole network, in double precision and rounded once.
   *
   * @param owner of the folded arrays; the others stay the model's
   * @return arrays under timm's names, in timm's order, none of them an adapter's
   */
  public Map<String, NDArray> merged(NDManager owner) {
    Map<String, NDArray> merged = new LinkedHashMap<>();
    network
        .weights()
        .forEach(
            (name, weight) -> {
              if (weight.spec().role() != Role.ADAPTER) {
                merged.put(name, weight.array());
              }
            });
    network.adapted().values().forEach(layer -> layer.mergeInto(merged, owner));
    return merged;
  }

  /**
   * Returns what the regime trains, for a network whose other weights are all pretrained: adapters
   * that took over part of a weight have twice their rank and give back what they took.
   *
   * @param owner of arrays made for this; the others stay the model's
   */
  public Map<String, NDArray> besidePretrained(NDManager owner) {
    return taken.besidePretrained(owner, trainable);
  }

  /** Adds the arrays that the regime trains to a file that is about to be written. */
  public void write(SafetensorsWriter writer) {
    trainable.forEach((name, array) -> Tensors.write(writer, name, array));
  }

  /**
   * Reads what {@link #write} added, whatever else the file holds.
   *
   * @throws CheckpointException when a tensor is missing or has another shape
   */
  public void read(SafetensorsFile saved) throws IOException {
    read(saved, trainable);
  }

  private static void read(SafetensorsFile saved, Map<String, NDArray> arrays) throws IOException {
    for (Map.Entry<String, NDArray> entry : arrays.entrySet()) {
      Tensors.read(saved, entry.getKey(), entry.getValue());
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
