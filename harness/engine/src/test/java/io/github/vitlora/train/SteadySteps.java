package io.github.vitlora.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.vitlora.kernel.Kernels;
import io.github.vitlora.kernel.Script;
import io.github.vitlora.learner.Learner;
import io.github.vitlora.model.TunableModel;
import io.github.vitlora.random.RandomStreams;
import io.github.vitlora.regime.Architecture;
import io.github.vitlora.regime.TrainingSpec;
import io.github.vitlora.testing.SmokeTrials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Trains a small network and prints the resident memory after 100 and after 1,000 steps. */
final class SteadySteps {
  private static final int IMAGES = 8;

  private SteadySteps() {}

  /**
   * Trains.
   *
   * @param arguments {@code kernels} or {@code plain}
   */
  public static void main(String[] arguments) throws IOException {
    Optional<Script> kernels =
        arguments[0].equals("kernels") ? Kernels.FLOAT32.compiled() : Optional.empty();
    Architecture architecture = Architecture.named("vit_smoke_patch8_32").orElseThrow();
    try (NDManager manager = NDManager.newBaseManager();
        TunableModel model =
            TunableModel.fromScratch(
                manager, architecture, 3, SmokeTrials.LORA, new RandomStreams(1));
        Learner step = Learner.of(manager, model, TrainingSpec.adam(1, 8, 8, 1e-3), kernels)) {
      for (int i = 1; i <= 1_000; i++) {
        model.network().moveDropoutTo(i, 0, 0);
        try (NDManager scope = manager.newSubManager()) {
          NDArray pixels =
              scope.randomUniform(-1f, 1f, new Shape(IMAGES, 3, 32, 32), DataType.FLOAT32);
          step.accumulate(pixels, scope.zeros(new Shape(IMAGES), DataType.INT64), IMAGES);
        }
        step.apply(1e-3);
        if (i == 100 || i == 1_000) {
          System.gc();
          System.out.println("resident " + residentKilobytes());
        }
      }
    }
    System.exit(0);
  }

  private static long residentKilobytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
