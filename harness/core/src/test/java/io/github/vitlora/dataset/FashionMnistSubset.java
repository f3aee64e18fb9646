package io.github.vitlora.dataset;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/**
 * Makes the built-in data set from the whole Fashion-MNIST: of each class the first 200 training
 * and the first 100 test images, in the order in which they lie there, as IDX files in a tar.bz2.
 *
 * <p>The same bytes on every machine: neither names of users nor times go in, and the packing is
 * done in Java, which gzip's would not be.
 */
public final class FashionMnistSubset {

  private static final int TRAIN_PER_CLASS = 200;
  private static final int TEST_PER_CLASS = 100;
  private static final int CLASSES = 10;

  private FashionMnistSubset() {}

  /**
   * Writes the archive.
   *
   * @param arguments the folder of the four files of Fashion-MNIST, and the archive to be written
   */
  public static void main(String[] arguments) throws IOException {
    Files.write(Path.of(arguments[1]), make(Path.of(arguments[0])));
  }

  /** The archive's bytes. */
  static byte[] make(Path fashionMnist) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream packed = new BufferedOutputStream(new BZip2CompressorOutputStream(bytes));
        TarArchiveOutputStream tar = new TarArchiveOutputStream(packed, "UTF-8")) {
      add(tar, fashionMnist, "train", TRAIN_PER_CLASS);
      add(tar, fashionMnist, "t10k", TEST_PER_CLASS);
    }
    return bytes.toByteArray();
  }

  private static void add(TarArchiveOutputStream tar, Path folder, String split, int perClass)
      throws IOException {
    String imagesName = split + "-images-idx3-ubyte";
    String labelsName = split + "-labels-idx1-ubyte";
    IdxFile images = IdxFile.read(folder.resolve(imagesName + ".gz"), 3);
    IdxFile labels = IdxFile.read(folder.resolve(labelsName + ".gz"), 1);
    List<Integer> chosen = firstOfEachClass(labels.values(), perClass);
    int rows = images.sizes()[1];
    int columns = images.sizes()[2];
    ByteBuffer pixels = ByteBuffer.allocate(16 + chosen.size() * rows * columns);
    pixels.putInt(0x0803).putInt(chosen.size()).putInt(rows).putInt(columns);
    ByteBuffer classes = ByteBuffer.allocate(8 + chosen.size());
    classes.putInt(0x0801).putInt(chosen.size());
    for (int index : chosen) {
      pixels.put(images.values(), index * rows * columns, rows * columns);
      classes.put(labels.values()[index]);
    }
    add(tar, imagesName, pixels.array());
    add(tar, labelsName, classes.array());
  }

  private static List<Integer> firstOfEachClass(byte[] labels, int perClass) {
    int[] taken = new int[CLASSES];
    List<Integer> chosen = new ArrayList<>();
    for (int i = 0; i < labels.length; i++) {
      if (taken[labels[i]]++ < perClass) {
        chosen.add(i);
      }
    }
    return chosen;
  }

  private static void add(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    entry.setModTime(0);
    entry.setMode(0100644);
    entry.setIds(0, 0);
    entry.setNames("", "");
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}
