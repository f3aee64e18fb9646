package io.github.vitlora.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.vitlora.kernel.Script;
import io.github.vitlora.learner.ChosenKernels;
import io.github.vitlora.model.KernelNetwork;
import io.github.vitlora.model.TunableModel;
import java.io.IOException;
import java.util.Optional;

/**
 * A trained model is the network that a trial ended with, put together from the checkpoint that it
 * started from and what it kept. It owns its arrays. Only one thread may use it.
 */
public final class TrainedModel implements AutoCloseable {
  private final Device device;
  private final TunableModel model;
  private final Optional<KernelNetwork> kernels;

  private TrainedModel(Device device, TunableModel model, Optional<KernelNetwork> kernels) {
    this.device = device;
    this.model = model;
    this.kernels = kernels;
  }

  /**
   * Puts the network together.
   *
   * @param parent the model's memory belongs to a child of it
   * @throws IOException when a file cannot be read or does not fit
   */
  public static TrainedModel load(NDManager parent, SavedTrial saved) throws IOException {
    TunableModel model = saved.load(parent);
    try {
      Optional<Script> kernels = ChosenKernels.of(saved.trial(), parent.getDevice()).compiled();
      return new TrainedModel(
          parent.getDevice(),
          model,
          kernels.map(script -> new KernelNetwork(parent, model, script)));
    } catch (RuntimeException e) {
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
    return kernels.isPresent()
        ? kernels.get().logits(pixels)
        : model.network().logits(pixels, false);
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
