package io.github.vitlora.dataset;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes IDX files. */
final class IdxFiles {

  private IdxFiles() {}

  /** A file of unsigned bytes: header and values, which count from 0 and go round. */
  static byte[] counting(int... sizes) {
    int count = 1;
    for (int size : sizes) {
      count *= size;
    }
    byte[] values = new byte[count];
    for (int i = 0; i < count; i++) {
      values[i] = (byte) i;
    }
    return of(values, sizes);
  }

  static byte[] of(byte[] values, int... sizes) {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * sizes.length + values.length);
    bytes.putInt(0x0800 + sizes.length);
    for (int size : sizes) {
      bytes.putInt(size);
    }
    return bytes.put(values).array();
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  /** A split of images of 2 x 3 pixels with these labels. */
  static void split(Path folder, String name, int... labels) throws IOException {
    byte[] values = new byte[labels.length];
    for (int i = 0; i < labels.length; i++) {
      values[i] = (byte) labels[i];
    }
    Files.createDirectories(folder);
    Files.write(folder.resolve(name + "-images-idx3-ubyte"), counting(labels.length, 2, 3));
    Files.write(folder.resolve(name + "-labels-idx1-ubyte"), of(values, labels.length));
  }
}
