package io.github.vitlora.kernel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs functions as a saved TorchScript module: a stored zip of the source of one class, of a
 * pickled object of it, of the object's tensors, and of no constants.
 */
public final class ScriptArchive {
  private static final byte[] NO_CONSTANTS = "\u0080\u0002).".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] FORMAT_VERSION = "3\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BYTE_ORDER = "little".getBytes(StandardCharsets.US_ASCII);

  private ScriptArchive() {}

  /**
   * A parameter is a tensor in single precision that functions find as {@code self.NAME}.
   *
   * @param name an identifier of Python
   * @param shape its dimensions
   * @param values its numbers in row-major order, four bytes each, the lowest first; asked for once
   */
  public record Parameter(String name, List<Long> shape, Supplier<ByteBuffer> values) {
    /** Copies the shape. */
    public Parameter {
      shape = List.copyOf(shape);
    }
  }

  /**
   * Packs functions.
   *
   * @param sources texts of functions whose first parameter is {@code self}
   */
  static byte[] of(List<String> sources) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      write(bytes, "Kernels", sources, List.of());
    } catch (IOException e) {
      throw new UncheckedIOException("a zip in memory", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Writes a module that {@code torch.jit.load} and DJL read.
   *
   * @param out stays open
   * @param name of its class
   * @param sources texts of functions whose first parameter is {@code self}
   * @param parameters tensors that they use
   */
  public static void write(
      OutputStream out, String name, List<String> sources, List<Parameter> parameters)
      throws IOException {
    String type = "__torch__." + name;
    StringBuilder code = new StringBuilder(header(name, parameters));
    for (String source : sources) {
      code.append(method(type, source)).append('\n');
    }
    ZipOutputStream zip = new ZipOutputStream(out);
    String folder = name.toLowerCase(Locale.ROOT) + "/";
    store(zip, folder + "data.pkl", ByteBuffer.wrap(ModulePickle.of(name, parameters)));
    store(zip, folder + "code/__torch__.py", bytes(code.toString()));
    for (int i = 0; i < parameters.size(); i++) {
      store(zip, folder + "data/" + i, parameters.get(i).values().get());
    }
    store(zip, folder + "constants.pkl", ByteBuffer.wrap(NO_CONSTANTS));
    store(zip, folder + "byteorder", ByteBuffer.wrap(BYTE_ORDER));
    store(zip, folder + "version", ByteBuffer.wrap(FORMAT_VERSION));
    zip.finish();
  }

  private static String header(String name, List<Parameter> parameters) {
    String names =
        parameters.stream().map(p -> "\"" + p.name() + "\", ").collect(Collectors.joining());
    String types =
        parameters.stream().map(p -> "  " + p.name() + " : Tensor\n").collect(Collectors.joining());
    return """
    class %s(Module):
      __parameters__ = [%s]
      __buffers__ = []
      training : bool
    %s"""
        .formatted(name, names, types);
  }

  /** Turns functions into methods of the class. */
  private static String method(String type, String source) {
    return source
        .replaceAll("(?m)^(def \\w+\\(self)\\b", "$1: " + type)
        .replaceAll("(?m)^(?=.)", "  ");
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void store(ZipOutputStream zip, String name, ByteBuffer content)
      throws IOException {
    byte[] bytes = new byte[content.remaining()];
    content.get(bytes);
    CRC32 sum = new CRC32();
    sum.update(bytes);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(sum.getValue());
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }
}
