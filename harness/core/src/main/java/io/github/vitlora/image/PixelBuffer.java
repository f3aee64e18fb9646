package io.github.vitlora.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Lends memory outside Java's heap, through which batches reach the engine one after another. It
 * grows to the largest of them.
 *
 * <p>A buffer for each batch would stay until Java next collects garbage, which it does when its
 * own heap is full, however much there is of them: the process would be as large as its garbage.
 * One thread uses it.
 */
public final class PixelBuffer {
  private ByteBuffer bytes = direct(0);

  /** Returns so many bytes, which hold what is left over from the batch before. */
  public ByteBuffer bytes(long size) {
    if (size > bytes.capacity()) {
      bytes = direct(size);
    }
    return bytes.clear().limit(Math.toIntExact(size));
  }

  public static ByteBuffer direct(long size) {
    return ByteBuffer.allocateDirect(Math.toIntExact(size)).order(ByteOrder.nativeOrder());
  }
}
