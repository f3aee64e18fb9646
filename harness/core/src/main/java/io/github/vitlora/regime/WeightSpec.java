package io.github.vitlora.regime;

import io.github.vitlora.random.RandomStreams;
import java.util.List;
import java.util.OptionalInt;

/**
 * Describes one weight of a network, before it has values.
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
  /** Names the part that a layer multiplies by. */
  public static final String WEIGHT = "weight";

  /** Names the part that a layer adds. */
  public static final String BIAS = "bias";

  /** Says what modules are there for. */
  public enum Role {
    /** Is a learnt vector among the tokens. */
    TOKEN,
    /** Is added to tokens, by their position for example. */
    EMBEDDING,
    /** Maps linearly: patches, or inside a block. */
    DENSE,
    /** Normalises layers. */
    NORM,
    /** Classifies: the head. */
    HEAD,
    /** Adapts: stands beside a dense layer of the network. */
    ADAPTER
  }

  /** Copies the shape. */
  public WeightSpec {
    shape = List.copyOf(shape);
  }

  /** Returns the name by which checkpoints and results know it. */
  public String name() {
    return name(layer, part);
  }

  /** Returns the name of a part of a layer. */
  public static String name(String layer, String part) {
    return part.isEmpty() ? layer : layer + "." + part;
  }

  /** Returns the module's name below its block, {@code attn.qkv} for example, or all of it. */
  public String layerInBlock() {
    return block.isPresent()
        ? layer.substring(Architecture.block(block.getAsInt()).length())
        : layer;
  }

  /** Returns whether it is added and not multiplied by. */
  public boolean isBias() {
    return part.equals(BIAS);
  }

  /** Returns whether this is the matrix of a layer that an adapter can stand beside. */
  public boolean isAdaptable() {
    return role == Role.DENSE && block.isPresent() && part.equals(WEIGHT);
  }

  /** Returns whether weight decay applies: to matrices but those of embeddings, as in timm. */
  public boolean decays() {
    return shape.size() > 1 && role != Role.TOKEN && role != Role.EMBEDDING;
  }

  /** Returns how many numbers it holds. */
  public long size() {
    return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  /** Returns the number of output features. */
  public int out() {
    return shape.get(0);
  }

  /** Returns the number of input features. */
  public int in() {
    return Math.toIntExact(size() / out());
  }

  /** Returns the values that it starts from, row by row, out of a random stream of its own. */
  public float[] initialValues(RandomStreams random) {
    float[] values = new float[Math.toIntExact(size())];
    start.fill(values, in(), random.stream("init." + name()));
    return values;
  }
}
