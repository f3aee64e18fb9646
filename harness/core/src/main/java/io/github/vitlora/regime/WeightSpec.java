package io.github.vitlora.regime;

import io.github.vitlora.random.RandomStreams;
import java.util.List;
import java.util.OptionalInt;

/**
 * One weight of a network, before it has values.
 *
 * @param layer the module that it belongs to by timm's name, {@code blocks.0.attn.qkv} for example;
 *     the class token and the positions are modules of their own
 * @param part its name in that module: {@link #WEIGHT}, {@link #BIAS}, or a part of an adapter;
 *     empty where the module is nothing but this weight
 * @param shape outputs first
 * @param role what the module does in the network
 * @param block index of the transformer block that it lies in, if it lies in one
 * @param start what it starts from where no checkpoint gives its values
 */
public record WeightSpec(
    String layer,
    String part,
    List<Integer> shape,
    Role role,
    OptionalInt block,
    InitialValues start) {

  /** The part that a layer multiplies by. */
  public static final String WEIGHT = "weight";

  /** The part that a layer adds. */
  public static final String BIAS = "bias";

  /** What modules are there for. */
  public enum Role {
    /** A learnt vector among the tokens. */
    TOKEN,
    /** Added to tokens, by their position for example. */
    EMBEDDING,
    /** A linear map: of patches or inside a block. */
    DENSE,
    /** Layer normalisation. */
    NORM,
    /** The classification head. */
    HEAD,
    /** An adapter, which stands beside a dense layer of the network. */
    ADAPTER
  }

  /** Copies the shape. */
  public WeightSpec {
    shape = List.copyOf(shape);
  }

  /** The name by which checkpoints and results know it. */
  public String name() {
    return name(layer, part);
  }

  /** The name of a part of a layer. */
  public static String name(String layer, String part) {
    return part.isEmpty() ? layer : layer + "." + part;
  }

  /** The module's name below its block, {@code attn.qkv} for example; all of it outside of them. */
  public String layerInBlock() {
    return block.isPresent()
        ? layer.substring(Architecture.block(block.getAsInt()).length())
        : layer;
  }

  /** Whether it is added and not multiplied by. */
  public boolean isBias() {
    return part.equals(BIAS);
  }

  /** Whether this is the matrix of a layer that an adapter can stand beside. */
  public boolean isAdaptable() {
    return role == Role.DENSE && block.isPresent() && part.equals(WEIGHT);
  }

  /** Whether weight decay applies: to matrices, as timm has it, and none of the embeddings. */
  public boolean decays() {
    return shape.size() > 1 && role != Role.TOKEN && role != Role.EMBEDDING;
  }

  /** How many numbers it holds. */
  public long size() {
    return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  /** Output features. */
  public int out() {
    return shape.get(0);
  }

  /** Input features: the numbers of one output. */
  public int in() {
    return Math.toIntExact(size() / out());
  }

  /** The values that it starts from, row by row, out of a random stream of its own. */
  public float[] initialValues(RandomStreams random) {
    float[] values = new float[Math.toIntExact(size())];
    start.fill(values, in(), random.stream("init." + name()));
    return values;
  }
}
