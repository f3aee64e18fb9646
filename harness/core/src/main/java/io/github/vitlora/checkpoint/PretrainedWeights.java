package io.github.vitlora.checkpoint;

import static java.util.stream.Collectors.joining;

import io.github.vitlora.regime.Architecture;
import io.github.vitlora.regime.WeightSpec;
import io.github.vitlora.regime.WeightSpec.Role;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Gives a checkpoint's weights by timm's names, whatever the file itself calls them. */
public final class PretrainedWeights {

  private static final Pattern DISTILLED =
      Pattern.compile(
          "(.*\\.)?(dist_token|distillation_token|(head_dist|distillation_classifier)\\..*)");

  private static final Pattern IN_MEMORY =
      Pattern.compile("(.*\\.)?layers\\.\\d+\\.attention\\.q_proj\\.weight");

  private final SafetensorsFile file;
  private final WeightNames names;

  private PretrainedWeights(SafetensorsFile file, WeightNames names) {
    this.file = file;
    this.names = names;
  }

  /** Reads a file under timm's names that vitlora itself wrote. */
  public static PretrainedWeights underOwnNames(SafetensorsFile file) {
    return new PretrainedWeights(file, new WeightNames.Timm());
  }

  /**
   * Reads a file under timm's or the transformers library's names.
   *
   * @throws CheckpointException if it is of a network of another kind, or names it in another way
   */
  public static PretrainedWeights of(SafetensorsFile file) throws CheckpointException {
    List<String> distilled =
        file.names().stream().filter(DISTILLED.asMatchPredicate()).sorted().toList();
    if (!distilled.isEmpty()) {
      throw new CheckpointException(
          file.file(),
          "is a distilled DeiT's ("
              + String.join(", ", distilled)
              + "), which looks at a second token besides the class token; the networks here have"
              + " one. Take the checkpoint of the undistilled DeiT of the same size,"
              + " hf:timm/deit_tiny_patch16_224.fb_in1k/model.safetensors for example");
    }
    Optional<String> inMemory =
        file.names().stream().filter(IN_MEMORY.asMatchPredicate()).sorted().findFirst();
    if (inMemory.isPresent()) {
      throw new CheckpointException(
          file.file(),
          "has names that the transformers library's version 5 has in memory ("
              + inMemory.get()
              + "): write it with save_pretrained(), whose names are read here");
    }
    return new PretrainedWeights(file, WeightNames.of(file));
  }

  /** Returns what is unusual about the file, and how it is read all the same, for people. */
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    if (!names.takenOff().isEmpty()) {
      remarks.add(
          "The names of the network's weights in %s begin with \"%s\", which is taken off"
              .formatted(file.file(), names.takenOff()));
    }
    List<String> integers =
        file.names().stream().filter(tensor -> !file.type(tensor).isReal()).toList();
    if (!integers.isEmpty()) {
      remarks.add(
          "%s has integers, which the network does without: %s"
              .formatted(file.file(), String.join(", ", integers)));
    }
    return remarks;
  }

  /**
   * Returns K of the file's own head.
   *
   * @throws CheckpointException if it has none
   */
  public int classes() throws CheckpointException {
    String bias = names.parts("head.bias").get(0);
    if (!file.contains(bias)) {
      throw new CheckpointException(file.file(), "has no classification head (" + bias + ")");
    }
    return Math.toIntExact(file.shape(bias)[0]);
  }

  /** Returns the values of a weight, row by row. */
  public FloatBuffer floats(String weight) throws IOException {
    List<String> parts = names.parts(weight);
    if (parts.size() == 1) {
      return file.floats(parts.get(0));
    }
    List<FloatBuffer> pieces = new ArrayList<>();
    for (String part : parts) {
      pieces.add(file.floats(part));
    }
    FloatBuffer joined =
        FloatBuffer.allocate(pieces.stream().mapToInt(FloatBuffer::remaining).sum());
    pieces.forEach(joined::put);
    return joined.flip();
  }

  /**
   * Requires that a network which is given another head can start from the file.
   *
   * @throws CheckpointException as the other method
   */
  public void requireFit(Architecture architecture) throws CheckpointException {
    Map<String, long[]> wanted = new LinkedHashMap<>();
    Set<String> heads = new HashSet<>();
    for (WeightSpec weight : architecture.weights(1)) {
      if (weight.role() == Role.HEAD) {
        heads.add(weight.layer() + ".");
      } else {
        wanted.put(weight.name(), weight.shape().stream().mapToLong(Integer::longValue).toArray());
      }
    }
    requireFit(architecture, wanted, name -> heads.stream().anyMatch(name::startsWith));
  }

  /**
   * Requires that the file has the weights that are wanted, in these shapes, and nothing else.
   *
   * @param wanted the shapes by timm's names
   * @param ignored weights that may be there, in any shape
   * @throws CheckpointException otherwise; all that is wrong is listed, by the file's own names
   */
  public void requireFit(
      Architecture architecture, Map<String, long[]> wanted, Predicate<String> ignored)
      throws CheckpointException {
    List<String> problems = new ArrayList<>();
    wanted.forEach((name, shape) -> compare(name, shape, problems));
    for (String tensor : file.names()) {
      boolean known =
          names.weight(tensor).filter(w -> wanted.containsKey(w) || ignored.test(w)).isPresent();
      if (!known && !names.isOptional(tensor) && file.type(tensor).isReal()) {
        problems.add("surplus " + tensor + " " + text(file.shape(tensor)));
      }
    }
    if (!problems.isEmpty()) {
      throw new CheckpointException(
          file.file(),
          "does not fit the network (%s):\n  %s%s"
              .formatted(problems.size(), String.join("\n  ", problems), advice(architecture)));
    }
  }

  private void compare(String name, long[] shape, List<String> problems) {
    List<String> parts = names.parts(name);
    long[] expected = firstDivided(shape, parts.size());
    for (String part : parts) {
      String whole = parts.size() == 1 ? "" : ", a part of " + name;
      if (!file.contains(part)) {
        problems.add("missing " + part + " " + text(expected) + whole);
      } else if (!Arrays.equals(file.shape(part), expected)) {
        problems.add(
            "%s has the shape %s, expected %s%s"
                .formatted(part, text(file.shape(part)), text(expected), whole));
      } else if (!file.type(part).isReal()) {
        problems.add("%s is of integers (%s)%s".formatted(part, file.type(part), whole));
      }
    }
  }

  private static long[] firstDivided(long[] shape, int pieces) {
    long[] sizes = shape.clone();
    if (pieces > 1) {
      sizes[0] /= pieces;
    }
    return sizes;
  }

  private static String text(long[] shape) {
    return Arrays.stream(shape).mapToObj(Long::toString).collect(joining(", ", "(", ")"));
  }

  /** Guesses the file's network by its position embeddings and the number of its blocks. */
  private String advice(Architecture wanted) {
    String positions = names.parts("pos_embed").get(0);
    if (!file.contains(positions) || file.shape(positions).length != 3) {
      return "";
    }
    long tokens = file.shape(positions)[1];
    long width = file.shape(positions)[2];
    int depth = 0;
    while (file.contains(names.parts("blocks." + depth + ".norm1.weight").get(0))) {
      depth++;
    }
    if (width == wanted.width() && depth == wanted.depth() && tokens != wanted.tokens()) {
      long side = Math.round(Math.sqrt(tokens - 1));
      return side * side == tokens - 1
          ? "\nIt is for images of %s pixels, or patches of another size; %s is for %s"
              .formatted(side * wanted.patchSize(), wanted.name(), wanted.imageSize())
          : "";
    }
    int blocks = depth;
    List<String> others =
        Architecture.names().stream()
            .map(name -> Architecture.named(name).orElseThrow())
            .filter(a -> !a.name().equals(wanted.name()))
            .filter(a -> a.width() == width && a.depth() == blocks && a.tokens() == tokens)
            .filter(a -> a.width() != wanted.width() || a.depth() != wanted.depth())
            .map(Architecture::name)
            .toList();
    return others.isEmpty() ? "" : "\nIts dimensions are those of " + String.join(", ", others);
  }
}
