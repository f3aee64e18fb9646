package io.github.vitlora.experiment;

import io.github.vitlora.io.Range;
import java.util.List;

/**
 * Says how a decoded image becomes a tensor of shape {@code (channels, crop, crop)}: shortest side
 * to {@code resize} (antialiased bicubic), centre crop, values scaled to [0, 1], then {@code (value
 * - mean) / std} per channel.
 *
 * @param resize length of the shortest side after resizing, in pixels
 * @param crop side of the centre crop, in pixels; at most {@code resize}
 * @param mean per channel: red, green, blue, or the one of grey
 * @param std likewise, as many; all positive
 */
public record TransformSpec(int resize, int crop, List<Float> mean, List<Float> std) {
  /**
   * Checks the numbers and copies the lists.
   *
   * @throws IllegalArgumentException if one is not allowed, saying what is
   */
  public TransformSpec {
    Range.COUNT.require("resize", resize);
    Range.COUNT.require("crop", crop);
    mean.forEach(value -> Range.FINITE.require("mean", value));
    std.forEach(value -> Range.POSITIVE.require("std", value));
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    if (mean.size() != 1 && mean.size() != 3 || std.size() != mean.size()) {
      throw new IllegalArgumentException(
          "one or three channels are needed, not mean " + mean + " and std " + std);
    }
  }

  /** Returns the number of channels of the tensor: 3 for red, green and blue, 1 for grey. */
  public int channels() {
    return mean.size();
  }
}
