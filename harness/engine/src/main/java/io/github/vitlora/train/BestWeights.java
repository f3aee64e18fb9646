package io.github.vitlora.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.vitlora.checkpoint.SafetensorsFile;
import io.github.vitlora.checkpoint.SafetensorsWriter;
import io.github.vitlora.model.Tensors;
import io.github.vitlora.optimizer.TrainableState;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps copies of a model's trained weights from its best epoch. */
final class BestWeights implements TrainableState, AutoCloseable {
  private static final String PREFIX = "best.";

  private final NDManager manager;
  private final Map<String, NDArray> trained;
  private final Map<String, NDArray> kept = new LinkedHashMap<>();

  /**
   * Keeps the weights as they are.
   *
   * @param parent the copies belong to a child of it
   * @param trained by name
   */
  BestWeights(NDManager parent, Map<String, NDArray> trained) {
    this.trained = trained;
    manager = parent.newSubManager();
    trained.forEach(
        (name, array) -> {
          NDArray copy = manager.zeros(array.getShape());
          array.copyTo(copy);
          kept.put(name, copy);
        });
  }

  /** Keeps the weights as they are now. */
  void keep() {
    trained.forEach((name, array) -> array.copyTo(kept.get(name)));
  }

  /** Copies what was kept back to the model. */
  void restore() {
    trained.forEach((name, array) -> kept.get(name).copyTo(array));
  }

  @Override
  public void write(SafetensorsWriter writer) {
    kept.forEach((name, array) -> Tensors.write(writer, PREFIX + name, array));
  }

  @Override
  public void read(SafetensorsFile saved) throws IOException {
    for (Map.Entry<String, NDArray> entry : kept.entrySet()) {
      Tensors.read(saved, PREFIX + entry.getKey(), entry.getValue());
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
