package io.github.vitlora.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import io.github.vitlora.checkpoint.Weight;
import io.github.vitlora.random.RandomStreams;
import io.github.vitlora.regime.Architecture;
import io.github.vitlora.regime.Regime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The Vision Transformer (Dosovitskiy et al. 2021, arXiv:2010.11929) with a class token and learned
 * position embeddings, {@code (B, channels, S, S)} normalised pixels to {@code (B, K)} logits.
 * Weights carry timm's names and shapes; where a regime adapts a dense layer, {@code lora_A.weight}
 * and {@code lora_B.weight} stand beside its own.
 */
public final class VisionTransformer extends VitBlock {
  private final Architecture architecture;
  private final int classes;
  private final Weight classToken;
  private final Weight positions;
  private final PatchEmbedding patches;
  private final List<TransformerBlock> blocks = new ArrayList<>();
  private final LayerNormalization norm;
  private final DenseLayer head;
  private final DropoutClock dropoutClock = new DropoutClock();
  private final Map<String, Weight> weights;

  /**
   * Lays the network out; its weights have no values yet.
   *
   * @param constants owner of the network's constants; must live as long as the network
   * @param architecture the dimensions
   * @param classes K
   * @param lora the adapters, if any
   * @param random where dropout masks come from
   */
  public VisionTransformer(
      NDManager constants,
      Architecture architecture,
      int classes,
      Optional<Regime.Lora> lora,
      RandomStreams random) {
    this.architecture = architecture;
    this.classes = classes;
    int width = architecture.width();
    classToken = weight("cls_token", Parameter.Type.OTHER, 1, 1, width);
    positions = weight("pos_embed", Parameter.Type.OTHER, 1, architecture.tokens(), width);
    patches = addChildBlock("patch_embed", new PatchEmbedding(architecture));
    for (int i = 0; i < architecture.depth(); i++) {
      Layers layers = new Layers(constants, lora, random, dropoutClock, "blocks." + i + ".");
      blocks.add(addChildBlock("blocks." + i, block(constants, architecture, layers)));
    }
    norm = addChildBlock("norm", new LayerNormalization(width));
    head = addChildBlock("head", new DenseLayer(width, classes));
    Map<String, Weight> named = new LinkedHashMap<>();
    collect("", named::put);
    weights = Collections.unmodifiableMap(named);
  }

  private static TransformerBlock block(NDManager constants, Architecture a, Layers layers) {
    int width = a.width();
    SelfAttention attention =
        new SelfAttention(
            constants,
            a.heads(),
            a.headWidth(),
            layers.dense("attn.qkv", width, 3 * width),
            layers.dense("attn.proj", width, width));
    Mlp mlp =
        new Mlp(
            layers.dense("mlp.fc1", width, a.mlpWidth()),
            layers.dense("mlp.fc2", a.mlpWidth(), width));
    return new TransformerBlock(width, attention, mlp);
  }

  /** Makes the dense layers of one block, adapted where the regime says so. */
  private record Layers(
      NDManager constants,
      Optional<Regime.Lora> lora,
      RandomStreams random,
      DropoutClock clock,
      String prefix) {

    VitBlock dense(String suffix, int in, int out) {
      String name = prefix + suffix;
      if (lora.isEmpty() || !lora.get().adapts(name)) {
        return new DenseLayer(in, out);
      }
      Dropout dropout = new Dropout(constants, lora.get().dropout(), name, random, clock);
      return switch (lora.get().options().variant()) {
        case STANDARD -> new LoraLinear(constants, in, out, lora.get(), name, dropout);
        case DORA -> new DoraLinear(constants, in, out, lora.get(), name, dropout);
        case BIASED -> new BiasedLoraLinear(constants, in, out, lora.get(), name, dropout);
      };
    }
  }

  /** The dimensions. */
  Architecture architecture() {
    return architecture;
  }

  /** The weights by name, in timm's order. */
  Map<String, Weight> weights() {
    return weights;
  }

  /** The position in training that dropout masks follow from. */
  public DropoutClock dropoutClock() {
    return dropoutClock;
  }

  @Override
  NDArray apply(ParameterStore store, NDArray pixels, boolean training) {
    NDArray x = embed(store, pixels, training);
    for (TransformerBlock block : blocks) {
      x = block.apply(store, x, training);
    }
    // Only the class token is classified; normalisation works on each token by itself.
    NDArray features = norm.apply(store, x.get(new NDIndex(":, 0")), training);
    return head.apply(store, features, training);
  }

  /**
   * The attention probabilities of one block, as the model computes them in evaluation.
   *
   * @param pixels {@code (B, channels, S, S)}
   * @param block index, from 0
   * @return {@code (B, H, N, N)}; row i says how much token i attends to each token
   */
  public NDArray attention(NDArray pixels, int block) {
    ParameterStore store = new ParameterStore(pixels.getManager(), false);
    NDArray x = embed(store, pixels, false);
    for (TransformerBlock before : blocks.subList(0, block)) {
      x = before.apply(store, x, false);
    }
    return blocks.get(block).attention(store, x);
  }

  /**
   * The attention probabilities of all blocks, as the model computes them in evaluation.
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

  @Override
  void collect(String prefix, BiConsumer<String, Weight> into) {
    into.accept(prefix + "cls_token", classToken);
    into.accept(prefix + "pos_embed", positions);
    patches.collect(prefix + "patch_embed.", into);
    for (int i = 0; i < blocks.size(); i++) {
      blocks.get(i).collect(prefix + "blocks." + i + ".", into);
    }
    norm.collect(prefix + "norm.", into);
    head.collect(prefix + "head.", into);
  }
}
