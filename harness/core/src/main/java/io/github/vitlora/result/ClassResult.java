package io.github.vitlora.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The trained model on the test images of one class.
 *
 * @param name of the class
 * @param images that show it
 * @param correct how many of them are classified correctly
 * @param predicted how many of all test images are classified as it; absent in results of earlier
 *     versions
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ClassResult(String name, int images, int correct, Optional<Integer> predicted) {

  /**
   * Share classified correctly, in [0, 1], which is the class's recall; not a number where no image
   * shows the class.
   */
  public double accuracy() {
    return (double) correct / images;
  }

  ClassResult withPredicted(int number) {
    return new ClassResult(name, images, correct, Optional.of(number));
  }

  /**
   * Share of the images classified as this class that show it, in [0, 1]; empty where there are
   * none, or it is not known how many.
   */
  public OptionalDouble precision() {
    return predicted.isPresent() && predicted.get() > 0
        ? OptionalDouble.of((double) correct / predicted.get())
        : OptionalDouble.empty();
  }
}
