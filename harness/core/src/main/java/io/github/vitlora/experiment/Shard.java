package io.github.vitlora.experiment;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A shard is one of the parts that an experiment's trials are split into, so that several machines
 * can share them.
 *
 * @param index which part, from 1
 * @param count how many parts there are
 */
public record Shard(int index, int count) {
  private static final Pattern FORM = Pattern.compile("\\s*(\\d{1,9})\\s*/\\s*(\\d{1,9})\\s*");

  /** Refuses a part that there is not. */
  public Shard {
    if (index < 1 || index > count) {
      throw new IllegalArgumentException(
          "there is no shard %s/%s: shards of %s are 1 to %s"
              .formatted(index, count, count, count));
    }
  }

  /**
   * Reads {@code 2/4}, the second of four.
   *
   * @throws IllegalArgumentException if it is not of that form, or there is no such part
   */
  public static Shard parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not of the form INDEX/COUNT, 2/4 for the second of four shards");
    }
    return new Shard(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /**
   * Returns every {@code count}-th element, from the {@code index}-th on: neighbours, which cost
   * about the same, go to different parts, and each element to exactly one.
   */
  public <T> List<T> of(List<T> all) {
    return IntStream.range(0, all.size())
        .filter(i -> i % count == index - 1)
        .mapToObj(all::get)
        .toList();
  }

  /** Returns the form that {@link #parse} reads. */
  @Override
  public String toString() {
    return index + "/" + count;
  }
}
