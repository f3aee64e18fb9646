package io.github.vitlora.optimizer;

import io.github.vitlora.checkpoint.SafetensorsFile;
import io.github.vitlora.checkpoint.SafetensorsWriter;
import java.io.IOException;

/** Holds arrays that training changes and a checkpoint keeps. */
public interface TrainableState {

  /** Adds every array to a file that is about to be written. */
  void write(SafetensorsWriter writer);

  /** Reads every array from what {@link #write} wrote. */
  void read(SafetensorsFile saved) throws IOException;
}
