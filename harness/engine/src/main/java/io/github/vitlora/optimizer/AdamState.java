package io.github.vitlora.optimizer;

import ai.djl.ndarray.NDArray;
import io.github.vitlora.checkpoint.SafetensorsFile;
import io.github.vitlora.checkpoint.SafetensorsWriter;
import io.github.vitlora.model.Tensors;
import java.io.IOException;

/** Writes and reads Adam's moments of a parameter in a checkpoint. */
final class AdamState {
  private static final String FIRST = "adam.first.";
  private static final String SECOND = "adam.second.";

  private AdamState() {}

  static void write(SafetensorsWriter writer, String parameter, NDArray first, NDArray second) {
    Tensors.write(writer, FIRST + parameter, first);
    Tensors.write(writer, SECOND + parameter, second);
  }

  static void read(SafetensorsFile saved, String parameter, NDArray first, NDArray second)
      throws IOException {
    Tensors.read(saved, FIRST + parameter, first);
    Tensors.read(saved, SECOND + parameter, second);
  }
}
