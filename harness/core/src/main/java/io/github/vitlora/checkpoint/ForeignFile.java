package io.github.vitlora.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Says what a file is that was given for a safetensors file, by its first bytes, and the remedy.
 */
final class ForeignFile {
  /** As much of a file as is looked at: a tar file's mark lies at 257. */
  static final int LOOKED_AT = 512;

  private static final int QUOTED = 60;

  private static final Pattern POINTER =
      Pattern.compile("version https://git-lfs\\.github\\.com/spec/.*", Pattern.DOTALL);
  private static final Pattern POINTED_SIZE = Pattern.compile("(?m)^size (\\d+)$");
  private static final Pattern HTML =
      Pattern.compile("<(!doctype html|html|head|body)\\b.*", Pattern.DOTALL);
  private static final Pattern PRINTABLE = Pattern.compile("[\\t\\r\\n\\x20-\\x7e]{8,}");

  /** The field of its format's version, and that of its producer, graph or operators after it. */
  private static final Pattern ONNX =
      Pattern.compile("08(0[1-9a-f]|1[0-9a-f])(12|1a|22|28|3a|42).*");

  private static final String TORCH_LOAD =
      "python -c \"import torch; from safetensors.torch import save_file;"
          + " w = torch.load('%s', map_location='cpu', weights_only=True);"
          + " w = w.get('state_dict', w.get('model', w));"
          + " save_file({k: v.clone().contiguous() for k, v in w.items() if torch.is_tensor(v)},"
          + " 'model.safetensors')\"";

  private static final String JIT_LOAD =
      "python -c \"import torch; from safetensors.torch import save_file;"
          + " w = torch.jit.load('%s', map_location='cpu').state_dict();"
          + " save_file({k: v.clone().contiguous() for k, v in w.items()}, 'model.safetensors')\"";

  private static final String OTHERS_OF_THE_MODEL =
      "take the model.safetensors that most repositories of the model hub have beside it";

  private static final String NUMPY =
      "vitlora reads no weights in it; "
          + OTHERS_OF_THE_MODEL
          + ", or write the arrays by safetensors.numpy.save_file under timm's names";

  private final Path file;
  private final byte[] start;
  private final long size;

  /**
   * Looks at a file.
   *
   * @param start its first bytes, up to {@link #LOOKED_AT}
   * @param size of all of it
   */
  ForeignFile(Path file, byte[] start, long size) {
    this.file = file;
    this.start = start;
    this.size = size;
  }

  /** Returns what it is and what to do, to follow its name; empty if that is not known. */
  Optional<String> description() {
    if (size == 0) {
      return Optional.of("is empty: fetch or copy it again");
    }
    if (isZeros()) {
      return Optional.of("begins with zeros alone, as an interrupted copy does: copy it again");
    }
    return binary().or(this::text);
  }

  private boolean isZeros() {
    return size > Long.BYTES && new String(start, StandardCharsets.ISO_8859_1).matches("\\x00*");
  }

  private Optional<String> binary() {
    String hex = HexFormat.of().formatHex(start);
    if (hex.startsWith("504b0304")) {
      return Optional.of(zip());
    }
    // The operator PROTO with the versions that Python writes by default.
    if (hex.matches("800[2-5].*")) {
      return Optional.of(
          "is a Python pickle, as torch.save wrote them, which can run any program when it is read:"
              + " convert it by "
              + command(TORCH_LOAD));
    }
    if (hex.startsWith("47475546")) {
      return Optional.of("is a GGUF file, a format of llama.cpp: " + OTHERS_OF_THE_MODEL);
    }
    if (hex.startsWith("934e554d5059")) {
      return Optional.of("is a NumPy array (.npy): " + NUMPY);
    }
    if (hex.startsWith("894844460d0a1a0a")) {
      return Optional.of(
          "is an HDF5 file, as Keras and TensorFlow write weights (.h5): " + OTHERS_OF_THE_MODEL);
    }
    if (ONNX.matcher(hex).matches()) {
      return Optional.of(
          "looks like an ONNX graph, whose weights have other names: " + OTHERS_OF_THE_MODEL);
    }
    return packed(hex)
        .map(kind -> "is " + kind + ": unpack it, and name the safetensors file that is in it");
  }

  private Optional<String> packed(String hex) {
    if (hex.startsWith("1f8b")) {
      return Optional.of("compressed by gzip");
    }
    if (hex.startsWith("425a68")) {
      return Optional.of("compressed by bzip2");
    }
    if (hex.startsWith("fd377a585a00")) {
      return Optional.of("compressed by xz");
    }
    if (hex.startsWith("28b52ffd")) {
      return Optional.of("compressed by Zstandard");
    }
    if (hex.startsWith("377abcaf271c")) {
      return Optional.of("a 7z archive");
    }
    boolean tar = start.length >= 262 && hex.startsWith("7573746172", 2 * 257);
    return tar ? Optional.of("a tar archive") : Optional.empty();
  }

  /** Tells by the names inside: PyTorch, NumPy and Keras pack their files as zip archives. */
  private String zip() {
    List<String> names;
    try (ZipFile zip = new ZipFile(file.toFile())) {
      names = zip.stream().map(ZipEntry::getName).limit(1000).toList();
    } catch (IOException | UnsupportedOperationException e) {
      return "is a zip archive that cannot be opened, so that it is cut off or damaged, and no"
          + " safetensors file either: fetch it again";
    }
    if (names.stream().anyMatch(name -> name.endsWith("/constants.pkl"))) {
      return "is a TorchScript program: convert its weights by " + command(JIT_LOAD);
    }
    if (names.stream().anyMatch(name -> name.endsWith("data.pkl"))) {
      return "is a PyTorch checkpoint of torch.save (.pt, .pth, .bin): convert it by "
          + command(TORCH_LOAD);
    }
    if (!names.isEmpty() && names.stream().allMatch(name -> name.endsWith(".npy"))) {
      return "is an archive of NumPy arrays (.npz): " + NUMPY;
    }
    if (names.stream().anyMatch(name -> name.endsWith("weights.h5"))) {
      return "is a Keras model (.keras): " + OTHERS_OF_THE_MODEL;
    }
    return "is a zip archive: unpack it, and name the safetensors file that is in it";
  }

  private String command(String pattern) {
    return pattern.formatted(file.getFileName());
  }

  private Optional<String> text() {
    String text = new String(start, StandardCharsets.UTF_8).replaceFirst("^\\x{feff}?\\s*", "");
    if (POINTER.matcher(text).matches()) {
      Matcher pointed = POINTED_SIZE.matcher(text);
      return Optional.of(
          ("is a Git LFS pointer, a text that stands for the file%s: run \"git lfs pull\" in the clone"
                  + " that it is of, or name the file on the hub, hf:OWNER/REPO/FILE")
              .formatted(pointed.find() ? " of " + pointed.group(1) + " bytes" : ""));
    }
    if (HTML.matcher(text.toLowerCase(Locale.ROOT)).matches()) {
      return Optional.of(
          "is an HTML page: an address with /blob/ in it is that of a page about the file; the file"
              + " itself has /resolve/ there at huggingface.co, and /raw/ at GitHub");
    }
    if (text.startsWith("{") || text.startsWith("[")) {
      return Optional.of(
          text.contains("\"weight_map\"")
              ? "is the index of a checkpoint in several files: its name has to end in"
                  + " .safetensors.index.json, and the files to lie beside it"
              : "is JSON that begins %s: name the model.safetensors beside it"
                  .formatted(quoted(text)));
    }
    return text.startsWith("<") || PRINTABLE.matcher(text).matches()
        ? Optional.of(
            "is a text that begins %s: name the file of weights itself".formatted(quoted(text)))
        : Optional.empty();
  }

  private static String quoted(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return "\"" + (line.length() > QUOTED ? line.substring(0, QUOTED) + "..." : line) + "\"";
  }
}
