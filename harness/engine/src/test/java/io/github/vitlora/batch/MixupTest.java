package io.github.vitlora.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.vitlora.dataset.ImageFile;
import io.github.vitlora.dataset.LabelledImage;
import io.github.vitlora.experiment.AugmentationSpec;
import io.github.vitlora.experiment.TransformSpec;
import io.github.vitlora.random.RandomStreams;
import io.github.vitlora.testing.TestImages;
import io.github.vitlora.transform.DecodedCache;
import io.github.vitlora.transform.ImageTransform;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Seven images of three classes, five to a batch, mixed. */
class MixupTest {
  private static final int CLASSES = 3;

  @TempDir Path folder;
  private final List<LabelledImage> images = new ArrayList<>();
  private final DecodedCache plain =
      new DecodedCache(
          new ImageTransform(
              new TransformSpec(4, 4, List.of(0.5f, 0.4f, 0.3f), List.of(0.2f, 0.3f, 0.4f))),
          1 << 20);

  @BeforeEach
  void draw() {
    for (int i = 0; i < 7; i++) {
      Path file = TestImages.draw(folder.resolve(i + ".png"), 9, 6 + i, 30 * i);
      images.add(new LabelledImage(new ImageFile(file), i % CLASSES));
    }
  }

  @Test
  void theFirstImageIsMixedWithTheLastAsMuchAsTheirLabels() {
    Batch apart = batches(0, 1, 0).get(0);
    Batch mixed = batches(0.2, 1, 0).get(0);
    float share = (float) mixed.partners().orElseThrow().share();
    int values = apart.pixels().length / 5;

    for (int i = 0; i < 5; i++) {
      for (int k = 0; k < values; k += 7) {
        float own = apart.pixels()[i * values + k];
        float other = apart.pixels()[(4 - i) * values + k];
        assertThat(mixed.pixels()[i * values + k])
            .isCloseTo(share * own + (1 - share) * other, within(1e-5f));
      }
    }
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray targets = mixed.targets(manager, CLASSES);
      assertThat(targets.getShape()).isEqualTo(new Shape(5, CLASSES));
      // Labels 0 1 2 0 1: 0 with 1, 1 with 0, 2 with itself.
      assertThat(targets.toFloatArray())
          .containsExactly(
              share, 1 - share, 0, 1 - share, share, 0, 0, 0, 1, share, 1 - share, 0, 1 - share,
              share, 0);
    }
  }

  @Test
  void imagesApartHaveTheirLabelsAsTargets() {
    try (NDManager manager = NDManager.newBaseManager()) {
      assertThat(batches(0, 1, 0).get(0).targets(manager, CLASSES).toLongArray())
          .containsExactly(0, 1, 2, 0, 1);
    }
  }

  @Test
  void piecesAreWhatTheBatchIsMadeOf() {
    Batch mixed = batches(1, 1, 0).get(0);
    float[] whole = mixed.pixels();
    int at = 0;
    try (NDManager manager = NDManager.newBaseManager()) {
      float[] targets = mixed.targets(manager, CLASSES).toFloatArray();
      int target = 0;
      for (Batch piece : mixed.pieces(2)) {
        for (float value : piece.pixels()) {
          assertThat(value).isEqualTo(whole[at++]);
        }
        for (float value : piece.targets(manager, CLASSES).toFloatArray()) {
          assertThat(value).isEqualTo(targets[target++]);
        }
      }
      assertThat(target).isEqualTo(targets.length);
    }
    assertThat(at).isEqualTo(whole.length);
  }

  @Test
  void everyBatchHasItsShareWhereverAPassBegins() {
    List<Batch> whole = batches(0.4, 3, 0);
    List<Batch> rest = batches(0.4, 3, 5);

    assertThat(rest).hasSize(1);
    assertThat(rest.get(0).pixels()).isEqualTo(whole.get(1).pixels());
    assertThat(whole.get(0).partners().orElseThrow().share())
        .isNotEqualTo(whole.get(1).partners().orElseThrow().share());
  }

  /** Of Beta(a, a) the mean is 1/2 and the variance 1 / (8 a + 4). */
  @Test
  void sharesAreOfTheBetaDistribution() {
    int count = 4000;
    double sum = 0;
    double squares = 0;
    for (int epoch = 1; epoch <= count; epoch++) {
      double share = share(0.2, epoch);
      assertThat(share).isBetween(0.0, 1.0);
      sum += share;
      squares += (share - 0.5) * (share - 0.5);
    }
    assertThat(sum / count).isCloseTo(0.5, within(0.03));
    assertThat(squares / count).isCloseTo(1 / 5.6, within(0.01));
  }

  /** They must not change with a library's next version unnoticed: results would with them. */
  @Test
  void sharesAreTheSameOnEveryMachine() {
    assertThat(share(0.2, 1)).isCloseTo(0.02239057232856437, within(1e-12));
    assertThat(share(1, 1)).isCloseTo(0.10860773007473569, within(1e-12));
  }

  private double share(double alpha, int epoch) {
    Batches one = new BatchLoader(images.subList(0, 1), plain, 1, 1);
    return mixed(alpha, one, epoch, 0).next().partners().orElseThrow().share();
  }

  private static Batches mixed(double alpha, Batches batches, int epoch, int first) {
    return MixedBatches.of(
        AugmentationSpec.NONE.withMixup(alpha), new RandomStreams(7), batches, epoch, first);
  }

  private List<Batch> batches(double alpha, int epoch, int first) {
    List<Batch> batches = new ArrayList<>();
    BatchLoader loader = new BatchLoader(images.subList(first, images.size()), plain, 5, 2);
    try (Batches mixed = mixed(alpha, loader, epoch, first / 5)) {
      mixed.forEachRemaining(batches::add);
    }
    return batches;
  }
}
