package io.github.vitlora.result;

/**
 * The trained model on the test images of one class.
 *
 * @param name of the class
 * @param images that show it
 * @param correct how many of them are classified correctly
 */
public record ClassResult(String name, int images, int correct) {

  /** Share classified correctly, in [0, 1]; not a number where no image shows the class. */
  public double accuracy() {
    return (double) correct / images;
  }
}
