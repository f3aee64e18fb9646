package io.github.vitlora.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.github.vitlora.kernel.Script;
import io.github.vitlora.regime.Architecture;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Computes a model by kernels: logits, losses and gradients, without autograd. Nothing is computed
 * for what is not trained, and what is kept for the way back is freed as the way back passes it.
 *
 * <p>{@link VisionTransformer} computes the same by plain operators. Used by one thread.
 */
public final class KernelNetwork implements AutoCloseable {
  /**
   * Adapters are trained on so many tokens at once, those of sixteen images of 224 pixels. Where
   * dense layers train, their gradients want many rows; adapters' are as fast on these few, in half
   * the memory, and slower on fewer.
   */
  private static final int ADAPTER_ROWS = 16 * 197;

  private final NDManager manager;
  private final Script script;
  private final Architecture architecture;
  private final KernelArrays arrays;
  private final List<KernelBlock> blocks = new ArrayList<>();
  private final List<NDArray> wholePaths;
  private final KernelDense patches;
  private final List<NDArray> headWeights;
  private final List<NDArray> headGradients;
  private final List<NDArray> embeddingGradients;
  private final int lowest;
  private boolean stale = true;
  private NDArray scratch;
  private long scratchRows;

  /**
   * Prepares a model for kernels; its weights are used where they are.
   *
   * @param parent layouts and gradients belong to a child of it
   */
  public KernelNetwork(NDManager parent, TunableModel model, Script script) {
    manager = parent.newSubManager();
    this.script = script;
    architecture = model.network().architecture();
    arrays = new KernelArrays(manager, model);
    for (int i = 0; i < architecture.depth(); i++) {
      blocks.add(new KernelBlock(script, arrays, "blocks." + i + "."));
    }
    wholePaths = Collections.nCopies(blocks.size(), arrays.none());
    patches = new KernelDense(script, arrays, "patch_embed.proj");
    headWeights = KernelArrays.joined(arrays.weights("norm"), arrays.weights("head"));
    headGradients = KernelArrays.joined(arrays.gradients("norm"), arrays.gradients("head"));
    embeddingGradients =
        KernelArrays.joined(
            List.of(arrays.gradient("cls_token"), arrays.gradient("pos_embed")),
            arrays.gradients("patch_embed.proj"));
    lowest = lowestTrained();
  }

  /** Returns the lowest block with trained weights at or below it, the number of blocks if none. */
  private int lowestTrained() {
    if (embeddingTrains()) {
      return 0;
    }
    int i = 0;
    while (i < blocks.size() && !blocks.get(i).trains()) {
      i++;
    }
    return i;
  }

  private boolean embeddingTrains() {
    return embeddingGradients.stream().anyMatch(g -> g.size() > 0);
  }

  /** Returns the gradients of what is trained, by name, added up since they were last set to 0. */
  public Map<String, NDArray> gradients() {
    return arrays.gradients();
  }

  /** Has to be called after weights have changed. */
  public void weightsChanged() {
    stale = true;
  }

  /**
   * Maps images to logits.
   *
   * @param pixels {@code (B, channels, S, S)}
   * @return {@code (B, K)}, owned by the manager of {@code pixels}
   */
  public NDArray logits(NDArray pixels) {
    return classify(features(pixels));
  }

  /**
   * Maps features to logits.
   *
   * @param features {@code (B, C)}, as {@link #features} gives them
   * @return {@code (B, K)}, owned by the manager of {@code features}
   */
  public NDArray classify(NDArray features) {
    return script.array(features.getManager(), "head", features, headWeights);
  }

  /**
   * Adds only the gradients of the head.
   *
   * @param features {@code (B, C)}, as {@link #features} gives them
   * @param labels {@code (B)}, 64-bit class indices, or {@code (B, K)}, what each class is given
   * @param classWeights what an image of each class counts, {@code (K)}; {@code (0)} where all
   *     count alike
   * @param divisor of the images' summed loss
   * @return as {@link #losses}, with these weights, before the network's change
   */
  public NDArray accumulateHead(
      NDArray features, NDArray labels, NDArray classWeights, double divisor) {
    NDArray logits = classify(features);
    headBack(logits, labels, classWeights, features, divisor).close();
    return losses(logits, labels, classWeights);
  }

  private NDArray headBack(
      NDArray logits, NDArray labels, NDArray classWeights, NDArray features, double divisor) {
    return script.array(
        features.getManager(),
        "head_back",
        logits,
        labels,
        classWeights,
        features,
        headWeights,
        headGradients,
        divisor);
  }

  /**
   * Computes what the classification head reads: the class tokens after the last normalisation.
   *
   * @param pixels {@code (B, channels, S, S)}
   * @return {@code (B, C)}, owned by the manager of {@code pixels}
   */
  public NDArray features(NDArray pixels) {
    refresh();
    NDManager scope = pixels.getManager();
    NDArray x = embed(pixels);
    for (int i = 0; i < blocks.size(); i++) {
      Passed block = new Passed(x, forward(scope, i, x));
      block.freeForGood();
      x = block.result();
    }
    return script.arrays(scope, "features", x, headWeights).get(0);
  }

  /**
   * Computes the attention probabilities of all blocks, which the fused operator does not keep,
   * from the same normalised inputs and the same layouts of the weights.
   *
   * @param pixels {@code (B, channels, S, S)}
   * @param sees them block by block
   */
  public void attention(NDArray pixels, BlockAttention sees) {
    refresh();
    NDManager scope = pixels.getManager();
    NDArray x = embed(pixels);
    for (int i = 0; i < blocks.size(); i++) {
      try (NDArray probabilities =
          script.array(
              scope,
              "probabilities",
              x,
              blocks.get(i).weights(),
              images(x),
              architecture.heads())) {
        sees.see(i, probabilities);
      }
      if (!isLast(i)) {
        Passed block = new Passed(x, forward(scope, i, x));
        block.freeForGood();
        x = block.result();
      }
    }
    x.close();
  }

  /**
   * Computes the cross-entropy summed over the images, and how many of them are classified
   * correctly.
   *
   * @param logits {@code (B, K)}
   * @param labels {@code (B)}, 64-bit class indices, or {@code (B, K)}, what each class is given
   * @return {@code (2)}
   */
  public NDArray losses(NDArray logits, NDArray labels) {
    return losses(logits, labels, arrays.none());
  }

  private NDArray losses(NDArray logits, NDArray labels, NDArray classWeights) {
    return script.array(logits.getManager(), "losses", logits, labels, classWeights);
  }

  /**
   * Adds the gradients of the images' summed loss divided by {@code divisor}.
   *
   * @param pixels {@code (B, channels, S, S)}
   * @param labels {@code (B)}, 64-bit class indices, or {@code (B, K)}, what each class is given
   * @param classWeights what an image of each class counts, {@code (K)}; {@code (0)} where all
   *     count alike
   * @param paths what the blocks' branches are multiplied by, as {@link DropPath#factors} draws it
   * @return as {@link #losses}, with these weights, before the network's change
   */
  public NDArray accumulate(
      NDArray pixels,
      NDArray labels,
      NDArray classWeights,
      double divisor,
      Optional<NDArray> paths) {
    refresh();
    long images = pixels.getShape().get(0);
    // Below a head alone nothing is kept, in one piece or in many.
    long piece = lowest == blocks.size() || denseTrains() ? images : adapterPiece();
    if (images <= piece) {
      return accumulateAtOnce(pixels, labels, classWeights, divisor, paths);
    }
    NDArray sum = pixels.getManager().zeros(new Shape(2));
    for (long from = 0; from < images; from += piece) {
      long to = Math.min(images, from + piece);
      NDIndex rows = new NDIndex().addSliceDim(from, to);
      NDIndex columns = new NDIndex().addAllDim(2).addSliceDim(from, to);
      try (NDManager scope = pixels.getManager().newSubManager()) {
        NDArray some = pixels.get(scope, rows);
        Optional<NDArray> theirs = paths.map(factors -> factors.get(scope, columns));
        NDArray target = labels.get(scope, rows);
        sum.addi(accumulateAtOnce(some, target, classWeights, divisor, theirs));
      }
    }
    return sum;
  }

  private long adapterPiece() {
    return Math.max(1, ADAPTER_ROWS / architecture.tokens());
  }

  private boolean denseTrains() {
    return patches.trainsWeight() || blocks.stream().anyMatch(KernelBlock::trainsDense);
  }

  private NDArray accumulateAtOnce(
      NDArray pixels,
      NDArray labels,
      NDArray classWeights,
      double divisor,
      Optional<NDArray> paths) {
    NDManager scope = pixels.getManager();
    List<NDArray> kept = paths.map(factors -> blockPaths(scope, factors)).orElse(wholePaths);
    Deque<Passed> passed = new ArrayDeque<>();
    NDArray x = embed(pixels);
    for (int i = 0; i < blocks.size(); i++) {
      Passed block = new Passed(x, forward(scope, i, x, kept.get(i)));
      x = block.result();
      if (i < lowest) {
        block.freeForGood();
      } else {
        passed.push(block);
      }
    }
    List<NDArray> features = script.arrays(scope, "features", x, headWeights);
    NDArray normed = features.get(0);
    NDArray logits = classify(normed);
    NDArray d = headBack(logits, labels, classWeights, normed, divisor);
    if (lowest < blocks.size() || normTrains()) {
      d = script.array(scope, "features_back", d, x, features, headWeights, headGradients);
    }
    for (int i = blocks.size() - 1; i >= lowest; i--) {
      Passed block = passed.pop();
      d = back(scope, i, d, block, kept.get(i));
      block.kept().forEach(NDArray::close);
    }
    if (embeddingTrains()) {
      script.run("embed_back", d, pixels, embeddingGradients, architecture.patchSize());
    }
    return losses(logits, labels, classWeights);
  }

  /** Returns the factors of each block, {@code (2, B)}. */
  private List<NDArray> blockPaths(NDManager scope, NDArray factors) {
    return IntStream.range(0, blocks.size()).mapToObj(block -> factors.get(scope, block)).toList();
  }

  /** Holds a block's input, and its result followed by what the backward pass needs. */
  private record Passed(NDArray input, List<NDArray> kept) {

    NDArray result() {
      return kept.get(0);
    }

    /** Frees all but the result, which is the next block's input. */
    void freeForGood() {
      input.close();
      kept.subList(1, kept.size()).forEach(NDArray::close);
    }
  }

  private NDArray embed(NDArray pixels) {
    List<NDArray> weights = new ArrayList<>();
    weights.add(arrays.weight("cls_token"));
    weights.add(arrays.weight("pos_embed"));
    weights.addAll(patches.weights());
    return script.array(pixels.getManager(), "embed", pixels, weights, architecture.patchSize());
  }

  /** Returns whether a block is the last, which gives only the class tokens. */
  private boolean isLast(int block) {
    return block == blocks.size() - 1;
  }

  /** Computes a block with all paths whole. */
  private List<NDArray> forward(NDManager scope, int i, NDArray x) {
    return forward(scope, i, x, arrays.none());
  }

  private List<NDArray> forward(NDManager scope, int i, NDArray x, NDArray paths) {
    return script.arrays(
        scope,
        isLast(i) ? "last_block" : "block",
        x,
        blocks.get(i).weights(),
        images(x),
        architecture.heads(),
        scratch(x),
        paths);
  }

  private NDArray back(NDManager scope, int i, NDArray d, Passed passed, NDArray paths) {
    KernelBlock block = blocks.get(i);
    Object[] arguments = {
      d,
      passed.input(),
      passed.kept(),
      block.weights(),
      block.gradients(),
      images(passed.input()),
      architecture.heads(),
      scratch,
      i > lowest || embeddingTrains(),
      paths
    };
    if (isLast(i)) {
      return script.array(scope, "last_block_back", arguments);
    }
    script.run("block_back", arguments);
    return d;
  }

  /** Returns room for the MLP's inner values of x's rows; it grows to the largest micro-batch. */
  private NDArray scratch(NDArray x) {
    long rows = x.getShape().get(0);
    if (rows > scratchRows) {
      if (scratch != null) {
        scratch.close();
      }
      scratch = script.array(manager, "scratch", rows, architecture.mlpWidth());
      scratchRows = rows;
    }
    return scratch;
  }

  private long images(NDArray rows) {
    return rows.getShape().get(0) / architecture.tokens();
  }

  private boolean normTrains() {
    return headGradients.subList(0, 2).stream().anyMatch(g -> g.size() > 0);
  }

  private void refresh() {
    if (stale) {
      blocks.forEach(block -> block.refresh(manager));
      patches.refresh(manager);
      stale = false;
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
