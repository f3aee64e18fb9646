package io.github.vitlora.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.vitlora.batch.Batch;
import io.github.vitlora.batch.BatchLoader;
import io.github.vitlora.dataset.LabelledImage;
import io.github.vitlora.image.PixelBuffer;
import io.github.vitlora.kernel.Kernels;
import io.github.vitlora.model.BlockAttention;
import io.github.vitlora.model.KernelNetwork;
import io.github.vitlora.model.TunableModel;
import io.github.vitlora.regime.Architecture;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.transform.DecodedCache;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Computes a model's attention in single precision, by kernels or, where there are none, by plain
 * operators. Only one thread may use it.
 */
final class AttentionReader implements AutoCloseable {
  private static final int BATCH = 16;

  private final NDManager manager;
  private final TunableModel model;
  private final Optional<KernelNetwork> kernels;
  private final Architecture architecture;
  private final AttentionDistance distance;
  private final PixelBuffer buffer = new PixelBuffer();

  /**
   * Reads a model's attention.
   *
   * @param parent what is computed belongs to a child of it
   * @param regime that the model was trained by
   */
  AttentionReader(NDManager parent, TunableModel model, Architecture architecture, Regime regime) {
    manager = parent.newSubManager();
    this.model = model;
    this.architecture = architecture;
    kernels =
        regime.hasKernels()
            ? Kernels.FLOAT32.compiled().map(script -> new KernelNetwork(manager, model, script))
            : Optional.empty();
    distance =
        new AttentionDistance(
            architecture.imageSize() / architecture.patchSize(), architecture.patchSize());
  }

  /**
   * Computes the attention of images.
   *
   * @param images decoded by {@code decoded}
   * @param rollout whether it is wanted too
   * @param alive told of every batch
   * @param each is given image after image
   */
  void read(
      List<LabelledImage> images,
      DecodedCache decoded,
      boolean rollout,
      Runnable alive,
      BiConsumer<LabelledImage, ImageAttention> each) {
    try (BatchLoader batches = new BatchLoader(images, decoded, BATCH, 1)) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        List<ImageAttention> attention = attention(batch, rollout);
        for (int i = 0; i < batch.size(); i++) {
          each.accept(batch.images().get(i), attention.get(i));
        }
        alive.run();
      }
    }
  }

  private List<ImageAttention> attention(Batch batch, boolean rollout) {
    List<ImageAttention.Collector> collectors = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      collectors.add(new ImageAttention.Collector(distance, rollout));
    }
    int heads = architecture.heads();
    int tokens = architecture.tokens();
    try (NDManager scope = manager.newSubManager()) {
      attend(
          batch.toPixels(scope, buffer),
          (block, probabilities) -> {
            float[] values = probabilities.toFloatArray();
            for (int i = 0; i < collectors.size(); i++) {
              int offset = i * heads * tokens * tokens;
              collectors.get(i).add(new HeadProbabilities(values, offset, heads, tokens));
            }
          });
    }
    return collectors.stream().map(ImageAttention.Collector::whole).toList();
  }

  /** Shows the attention of all blocks on normalised pixels {@code (B, channels, S, S)}. */
  void attend(NDArray pixels, BlockAttention sees) {
    if (kernels.isPresent()) {
      kernels.get().attention(pixels, sees);
    } else {
      model.network().attention(pixels, sees);
    }
  }

  @Override
  public void close() {
    kernels.ifPresent(KernelNetwork::close);
    manager.close();
  }
}
