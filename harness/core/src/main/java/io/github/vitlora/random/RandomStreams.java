package io.github.vitlora.random;

import io.github.vitlora.io.Digests;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Makes the random numbers of a trial: one independent stream for each named purpose, all following
 * from the trial's seed. A stream depends on nothing but seed, name and indices, so that no choice
 * shifts another and any of them can be made again out of order.
 *
 * @param seed the trial's seed
 */
public record RandomStreams(long seed) {
  /**
   * Returns a fresh generator at the start of a stream.
   *
   * @param name purpose of the stream, {@code "order"} for example
   * @param indices distinguish streams of one purpose, the epoch for example
   */
  public SplittableRandom stream(String name, long... indices) {
    return new SplittableRandom(streamSeed(name, indices));
  }

  /** Returns the 64-bit seed of that stream, for generators other than Java's. */
  public long streamSeed(String name, long... indices) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    ByteBuffer key = ByteBuffer.allocate(12 + text.length + 8 * indices.length);
    key.putLong(seed).putInt(text.length).put(text);
    for (long index : indices) {
      key.putLong(index);
    }
    return ByteBuffer.wrap(Digests.sha256().digest(key.array())).getLong();
  }
}
