package io.github.vitlora.experiment;

import java.util.List;

/**
 * How a decoded image becomes a tensor of shape {@code (3, crop, crop)}: shortest side to {@code
 * resize} (antialiased bicubic), centre crop, values scaled to [0, 1], then {@code (value - mean) /
 * std} per channel.
 *
 * @param resize length of the shortest side after resizing, in pixels
 * @param crop side of the centre crop, in pixels; at most {@code resize}
 * @param mean per channel, red, green, blue
 * @param std per channel, red, green, blue; all positive
 */
public record TransformSpec(int resize, int crop, List<Float> mean, List<Float> std) {
  /** Copies the lists. */
  public TransformSpec {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
  }
}
