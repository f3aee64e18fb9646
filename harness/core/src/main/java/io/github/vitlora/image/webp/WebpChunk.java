package io.github.vitlora.image.webp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Says where a chunk of a WebP lies.
 *
 * @param type its four letters
 * @param from of its content within the file
 * @param end of its content
 */
public record WebpChunk(String type, int from, int end) {
  private static final int RIFF_HEADER = 12;
  private static final int HEADER = 8;

  /** Lists the chunks of a file; one that is cut off is left out. */
  public static List<WebpChunk> of(byte[] file) {
    return between(file, RIFF_HEADER, file.length);
  }

  /** Lists the chunks between two places of a file; one that is cut off is left out. */
  public static List<WebpChunk> between(byte[] file, int from, int end) {
    List<WebpChunk> chunks = new ArrayList<>();
    int at = from;
    while (at + HEADER <= end) {
      String type = new String(file, at, 4, StandardCharsets.ISO_8859_1);
      long length = little(file, at + 4, 4);
      if (length > end - at - HEADER) {
        break;
      }
      int start = at + HEADER;
      chunks.add(new WebpChunk(type, start, start + (int) length));
      // Padded to an even length.
      at = start + (int) (length + (length & 1));
    }
    return chunks;
  }

  /** Returns a copy of its content. */
  public byte[] content(byte[] file) {
    return Arrays.copyOfRange(file, from, end);
  }

  /** Reads a number of so many bytes, the lowest first. */
  public static long little(byte[] file, int at, int bytes) {
    long number = 0;
    for (int i = 0; i < bytes; i++) {
      number |= (file[at + i] & 0xffL) << 8 * i;
    }
    return number;
  }
}
