package io.github.vitlora.export;

import ai.djl.ndarray.NDArray;
import io.github.vitlora.kernel.ScriptArchive;
import io.github.vitlora.regime.Architecture;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes a whole network as one TorchScript file, which {@code torch.jit.load} and DJL read without
 * any code of vitlora: {@code forward} maps normalised pixels {@code (B, channels, S, S)} to logits
 * {@code (B, K)}. The parameters have timm's names, dots being underscores.
 */
final class TorchScriptFile {
  private static final List<String> OF_BLOCK =
      List.of("norm1", "attn.qkv", "attn.proj", "norm2", "mlp.fc1", "mlp.fc2");

  private TorchScriptFile() {}

  /**
   * Writes the file.
   *
   * @param weights all of the network's, by timm's names, in single precision
   */
  static void write(Path file, Architecture architecture, Map<String, NDArray> weights)
      throws IOException {
    List<ScriptArchive.Parameter> parameters = new ArrayList<>();
    weights.forEach((name, array) -> parameters.add(parameter(name, array)));
    try (OutputStream out = Files.newOutputStream(file)) {
      ScriptArchive.write(
          out, "VisionTransformer", List.of(blocks(), forward(architecture)), parameters);
    }
  }

  private static ScriptArchive.Parameter parameter(String name, NDArray array) {
    List<Long> shape = Arrays.stream(array.getShape().getShape()).boxed().toList();
    return new ScriptArchive.Parameter(identifier(name), shape, () -> little(array));
  }

  private static ByteBuffer little(NDArray array) {
    float[] values = array.toFloatArray();
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes;
  }

  private static String identifier(String name) {
    return name.replace('.', '_');
  }

  private static String blocks() {
    try (InputStream in = TorchScriptFile.class.getResourceAsStream("vision_transformer.py")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("a source in the jar cannot be read", e);
    }
  }

  /** Returns {@code forward}, a line for each block: modules cannot loop over parameters. */
  private static String forward(Architecture a) {
    StringBuilder text = new StringBuilder("def forward(self, pixels: Tensor) -> Tensor:\n");
    line(
        text,
        "x = self.embed(pixels, self.cls_token, self.pos_embed, %s, %d)",
        pair("patch_embed.proj"),
        a.patchSize());
    for (int i = 0; i < a.depth(); i++) {
      List<String> weights = new ArrayList<>();
      for (String layer : OF_BLOCK) {
        weights.add(pair("blocks." + i + "." + layer));
      }
      line(text, "x = self.block(x, [%s], %d)", String.join(", ", weights), a.heads());
    }
    line(text, "return self.classify(x, %s, %s)", pair("norm"), pair("head"));
    return text.toString();
  }

  private static String pair(String layer) {
    return "self." + identifier(layer) + "_weight, self." + identifier(layer) + "_bias";
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append("  ").append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
