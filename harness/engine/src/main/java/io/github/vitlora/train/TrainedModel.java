package io.github.vitlora.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.vitlora.kernel.Script;
import io.github.vitlora.learner.ChosenKernels;
import io.github.vitlora.learner.NearestNeighbours;
import io.github.vitlora.model.KernelNetwork;
import io.github.vitlora.model.Tensors;
import io.github.vitlora.model.TunableModel;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * A trained model is the network that a trial ended with, put together from the checkpoint that it
 * started from and what it kept. It owns its arrays. Only one thread may use it.
 */
public final class TrainedModel implements AutoCloseable {
  private final Device device;
  private final TunableModel model;
  private final Optional<KernelNetwork> kernels;
  private final Optional<NearestNeighbours> neighbours;

  private TrainedModel(
      Device device,
      TunableModel model,
      Optional<KernelNetwork> kernels,
      Optional<NearestNeighbours> neighbours) {
    this.device = device;
    this.model = model;
    this.kernels = kernels;
    this.neighbours = neighbours;
  }

  /**
   * Puts the network together.
   *
   * @param parent the model's memory belongs to a child of it, or to itself
   * @throws IOException when a file cannot be read or does not fit
   */
  public static TrainedModel load(NDManager parent, SavedTrial saved) throws IOException {
    TunableModel model = saved.load(parent);
    try {
      Optional<Script> kernels = ChosenKernels.of(saved.trial(), parent.getDevice()).compiled();
      Optional<NearestNeighbours> neighbours = Optional.empty();
      if (saved.neighbours().isPresent()) {
        neighbours =
            Optional.of(
                NearestNeighbours.load(
                    parent,
                    saved.weights(),
                    saved.classNames().size(),
                    saved.neighbours().get().k()));
      }
      return new TrainedModel(
          parent.getDevice(),
          model,
          kernels.map(script -> new KernelNetwork(parent, model, script)),
          neighbours);
    } catch (IOException | RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /**
   * Maps images to logits, as the trial itself did when it was evaluated.
   *
   * @param pixels {@code (B, channels, S, S)}
   * @return {@code (B, K)}, owned by the manager of {@code pixels}
   */
  public NDArray logits(NDArray pixels) {
    if (neighbours.isPresent()) {
      return voted(neighbours.get(), features(pixels));
    }
    return kernels.isPresent()
        ? kernels.get().logits(pixels)
        : model.network().logits(pixels, false);
  }

  private NDArray features(NDArray pixels) {
    return kernels.isPresent() ? kernels.get().features(pixels) : model.network().features(pixels);
  }

  private static NDArray voted(NearestNeighbours neighbours, NDArray features) {
    int width = Math.toIntExact(features.getShape().get(1));
    float[] all = features.toFloatArray();
    float[][] rows = new float[all.length / width][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(all, i * width, (i + 1) * width);
    }
    double[][] logits = neighbours.logits(rows);
    FloatBuffer values = FloatBuffer.allocate(logits.length * logits[0].length);
    for (double[] row : logits) {
      for (double logit : row) {
        values.put((float) logit);
      }
    }
    Shape shape = new Shape(logits.length, logits[0].length);
    return Tensors.copy(features.getManager(), values.flip(), shape);
  }

  /** Returns the device that computes the network. */
  public Device device() {
    return device;
  }

  /** Returns the network with its adapters, which this object owns. */
  public TunableModel model() {
    return model;
  }

  @Override
  public void close() {
    kernels.ifPresent(KernelNetwork::close);
    model.close();
  }
}
