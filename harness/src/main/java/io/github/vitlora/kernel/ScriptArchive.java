package io.github.vitlora.kernel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs functions as a saved TorchScript module: a stored zip of the source, of a pickled object of
 * its one class, and of no constants.
 */
final class ScriptArchive {
  private static final String CLASS = "__torch__.Kernels";
  private static final String HEADER =
      """
      class Kernels(Module):
        __parameters__ = []
        __buffers__ = []
        training : bool
      """;

  /** The object: class Kernels of module __torch__, {@code training} being true. */
  private static final byte[] OBJECT =
      ("\u0080\u0002c__torch__\nKernels\nq\0)\u0081}X\b\0\0\0trainingq\u0001\u0088sbq\u0002.")
          .getBytes(StandardCharsets.ISO_8859_1);

  private static final byte[] NO_CONSTANTS = "\u0080\u0002).".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] FORMAT_VERSION = "3\n".getBytes(StandardCharsets.US_ASCII);

  private ScriptArchive() {}

  /**
   * Packs functions.
   *
   * @param sources texts of functions whose first parameter is {@code self}
   */
  static byte[] of(List<String> sources) {
    StringBuilder code = new StringBuilder(HEADER);
    for (String source : sources) {
      code.append(method(source)).append('\n');
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      store(zip, "data.pkl", OBJECT);
      store(zip, "code/__torch__.py", code.toString().getBytes(StandardCharsets.UTF_8));
      store(zip, "constants.pkl", NO_CONSTANTS);
      store(zip, "version", FORMAT_VERSION);
    } catch (IOException e) {
      throw new UncheckedIOException("a zip in memory", e);
    }
    return bytes.toByteArray();
  }

  /** Functions become the class's methods. */
  private static String method(String source) {
    return source
        .replaceAll("(?m)^(def \\w+\\(self)\\b", "$1: " + CLASS)
        .replaceAll("(?m)^(?=.)", "  ");
  }

  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 sum = new CRC32();
    sum.update(content);
    ZipEntry entry = new ZipEntry("kernels/" + name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(sum.getValue());
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
