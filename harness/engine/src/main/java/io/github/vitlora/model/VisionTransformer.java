package io.github.vitlora.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.ParameterStore;
import io.github.vitlora.random.RandomStreams;
import io.github.vitlora.regime.Adapter;
import io.github.vitlora.regime.AdapterTarget;
import io.github.vitlora.regime.Architecture;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.regime.WeightSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Computes the Vision Transformer (Dosovitskiy et al. 2021, arXiv:2010.11929) with a class token
 * and learned position embeddings, normalised pixels {@code (B, channels, S, S)} to logits {@code
 * (B, K)}. Its weights are those that the regime lists for the architecture, under timm's names.
 */
public final class VisionTransformer extends VitBlock {
  private final Architecture architecture;
  private final int classes;
  private final RandomStreams random;
  private final Weight classToken;
  private final Weight positions;
  private final PatchEmbedding patches;
  private final List<TransformerBlock> blocks = new ArrayList<>();
  private final LayerNormalization norm;
  private final DenseLayer head;
  private final Dropout.Clock dropoutClock = new Dropout.Clock();
  private final Weights weights;
  private final Map<String, AdaptedLinear> adapted = new LinkedHashMap<>();

  /**
   * Lays the network out; its weights have no values yet.
   *
   * @param constants owner of the network's constants; must live as long as the network
   * @param architecture the dimensions
   * @param classes K
   * @param regime says which layers are adapted
   * @param random decides what is dropped in training
   */
  VisionTransformer(
      NDManager constants,
      Architecture architecture,
      int classes,
      Regime regime,
      RandomStreams random) {
    this.architecture = architecture;
    this.classes = classes;
    this.random = random;
    weights = new Weights(regime.weights(architecture, classes));
    classToken = weight(weights, "cls_token", "");
    positions = weight(weights, "pos_embed", "");
    patches =
        addChildBlock(
            "patch_embed",
            new PatchEmbedding(weights, "patch_embed.proj", architecture.patchSize()));
    for (int i = 0; i < architecture.depth(); i++) {
      Layers layers = new Layers(constants, regime, random, "blocks." + i + ".");
      blocks.add(addChildBlock("blocks." + i, layers.block()));
    }
    norm = addChildBlock("norm", new LayerNormalization(weights, "norm"));
    head = addChildBlock("head", new DenseLayer(weights, "head"));
  }

  /**
   * Cuts an image into square patches and projects each to a token: {@code (B, channels, S, S)} to
   * {@code (B, (S / P)^2, C)}, row by row. The projection is a convolution of stride P.
   */
  private static final class PatchEmbedding extends VitBlock {
    private final Weight weight;
    private final Weight bias;
    private final Shape stride;

    PatchEmbedding(Weights weights, String layer, int patchSize) {
      weight = weight(weights, layer, WeightSpec.WEIGHT);
      bias = weight(weights, layer, WeightSpec.BIAS);
      stride = new Shape(patchSize, patchSize);
    }

    @Override
    NDArray apply(ParameterStore store, NDArray pixels, boolean training) {
      NDArray grid =
          Conv2d.conv2d(
                  pixels,
                  weight.in(store, pixels, training),
                  bias.in(store, pixels, training),
                  stride)
              .singletonOrThrow();
      long batch = grid.getShape().get(0);
      long width = grid.getShape().get(1);
      return grid.reshape(batch, width, -1).transpose(0, 2, 1);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
      Shape in = inputShapes[0];
      long patches = in.get(2) / stride.get(0) * (in.get(3) / stride.get(1));
      return new Shape[] {new Shape(in.get(0), patches, weight.shape().get(0))};
    }
  }

  /**
   * Computes the parts of a dense layer one by one, {@code (..., in)} to {@code (..., out)}, the
   * outputs of one after those of another.
   */
  private static final class Parts extends VitBlock {
    private final List<VitBlock> parts;

    Parts(Weights weights, String layer, List<VitBlock> parts) {
      weight(weights, layer, WeightSpec.WEIGHT);
      weight(weights, layer, WeightSpec.BIAS);
      this.parts = parts;
      for (int i = 0; i < parts.size(); i++) {
        addChildBlock(Integer.toString(i), parts.get(i));
      }
    }

    @Override
    NDArray apply(ParameterStore store, NDArray x, boolean training) {
      NDList outputs = new NDList();
      parts.forEach(part -> outputs.add(part.apply(store, x, training)));
      return NDArrays.concat(outputs, x.getShape().dimension() - 1);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
      Shape input = inputShapes[0];
      int last = input.dimension() - 1;
      long outputs =
          parts.stream().mapToLong(part -> part.getOutputShapes(inputShapes)[0].get(last)).sum();
      return new Shape[] {input.slice(0, last).add(outputs)};
    }
  }

  /** Makes one block, its dense layers adapted where the regime says so. */
  private final class Layers {
    private final NDManager constants;
    private final Regime regime;
    private final RandomStreams random;
    private final String prefix;

    Layers(NDManager constants, Regime regime, RandomStreams random, String prefix) {
      this.constants = constants;
      this.regime = regime;
      this.random = random;
      this.prefix = prefix;
    }

    TransformerBlock block() {
      SelfAttention attention =
          new SelfAttention(
              constants,
              architecture.heads(),
              architecture.headWidth(),
              dense("attn.qkv"),
              dense("attn.proj"));
      return new TransformerBlock(
          norm("norm1"), attention, norm("norm2"), dense("mlp.fc1"), dense("mlp.fc2"));
    }

    private LayerNormalization norm(String name) {
      return new LayerNormalization(weights, prefix + name);
    }

    private VitBlock dense(String name) {
      WeightSpec dense = weights.of(prefix + name, WeightSpec.WEIGHT).spec();
      List<Adapter> adapters = regime.adapters(dense);
      adapters.forEach(this::adapt);
      if (adapters.isEmpty()) {
        return new DenseLayer(weights, dense.layer());
      }
      if (!adapters.get(0).target().isPart()) {
        return adapted.get(dense.layer());
      }
      List<VitBlock> parts = AdapterTarget.partsOf(dense).stream().map(this::part).toList();
      return new Parts(weights, dense.layer(), parts);
    }

    private void adapt(Adapter adapter) {
      Dropout dropout =
          new Dropout(constants, adapter.dropout(), adapter.layer(), random, dropoutClock);
      adapted.put(adapter.layer(), AdaptedLinear.of(constants, weights, adapter, dropout));
    }

    private VitBlock part(AdapterTarget part) {
      VitBlock layer = adapted.get(part.name());
      return layer == null ? new DenseLayer(weights, part) : layer;
    }
  }

  /** Returns the dimensions. */
  Architecture architecture() {
    return architecture;
  }

  /** Returns the weights by name, in timm's order. */
  Map<String, Weight> weights() {
    return weights.byName();
  }

  /** Returns K. */
  int classes() {
    return classes;
  }

  /** Returns the adapted layers and parts of layers by name, in forward order. */
  Map<String, AdaptedLinear> adapted() {
    return Collections.unmodifiableMap(adapted);
  }

  /**
   * Moves dropout and dropped paths, which follow from the position in training, to a micro-batch.
   *
   * @param step optimizer steps done so far
   * @param piece index of the micro-batch within the step
   * @param image index within the step of the micro-batch's first image
   */
  public void moveDropoutTo(long step, long piece, long image) {
    dropoutClock.moveTo(step, piece, image);
  }

  /** Returns what draws dropped paths, where {@link #moveDropoutTo} moves to. */
  DropPath dropPath(double probability) {
    return new DropPath(probability, architecture.depth(), random, dropoutClock);
  }

  @Override
  NDArray apply(ParameterStore store, NDArray pixels, boolean training) {
    return apply(store, pixels, training, Optional.empty());
  }

  private NDArray apply(
      ParameterStore store, NDArray pixels, boolean training, Optional<NDArray> paths) {
    return head.apply(store, features(store, pixels, training, paths), training);
  }

  private NDArray features(
      ParameterStore store, NDArray pixels, boolean training, Optional<NDArray> paths) {
    NDArray x = embed(store, pixels, training);
    for (int i = 0; i < blocks.size(); i++) {
      int block = i;
      x = blocks.get(i).apply(store, x, training, paths.map(factors -> factors.get(block)));
    }
    // Only the class token is classified; normalisation works on each token by itself.
    return norm.apply(store, x.get(new NDIndex(":, 0")), training);
  }

  /**
   * Computes what the classification head reads, without recording gradients.
   *
   * @param pixels {@code (B, channels, S, S)}
   * @return {@code (B, C)}, owned by the manager of {@code pixels}
   */
  public NDArray features(NDArray pixels) {
    return features(
        new ParameterStore(pixels.getManager(), false), pixels, false, Optional.empty());
  }

  /**
   * Computes the attention probabilities of all blocks, as the model does in evaluation.
   *
   * @param pixels {@code (B, channels, S, S)}
   * @param sees them block by block
   */
  public void attention(NDArray pixels, BlockAttention sees) {
    ParameterStore store = new ParameterStore(pixels.getManager(), false);
    NDArray x = embed(store, pixels, false);
    for (int i = 0; i < blocks.size(); i++) {
      try (NDArray probabilities = blocks.get(i).attention(store, x)) {
        sees.see(i, probabilities);
      }
      if (i < blocks.size() - 1) {
        x = blocks.get(i).apply(store, x, false);
      }
    }
  }

  /**
   * Maps images to logits.
   *
   * @param pixels {@code (B, channels, S, S)}
   * @param training whether dropout is active
   * @return {@code (B, K)}, owned by the manager of {@code pixels}
   */
  public NDArray logits(NDArray pixels, boolean training) {
    ParameterStore store = new ParameterStore(pixels.getManager(), false);
    return forward(store, new NDList(pixels), training).singletonOrThrow();
  }

  /**
   * Maps images to logits in training, with dropout.
   *
   * @param pixels {@code (B, channels, S, S)}
   * @param paths what the blocks' branches are multiplied by, as {@link DropPath#factors} draws it
   * @return {@code (B, K)}, owned by the manager of {@code pixels}
   */
  public NDArray logits(NDArray pixels, Optional<NDArray> paths) {
    ParameterStore store = new ParameterStore(pixels.getManager(), false);
    return apply(store, pixels, true, paths);
  }

  private NDArray embed(ParameterStore store, NDArray pixels, boolean training) {
    NDArray tokens = patches.apply(store, pixels, training);
    NDArray token = classToken.in(store, pixels, training);
    NDArray repeated = token.broadcast(pixels.getShape().get(0), 1, classToken.shape().get(2));
    // Operators give their result to the first operand's manager, which is the model's here.
    repeated.attach(pixels.getManager());
    NDArray sequence = repeated.concat(tokens, 1);
    return sequence.add(positions.in(store, pixels, training));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {new Shape(inputShapes[0].get(0), classes)};
  }
}
