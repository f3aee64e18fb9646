package io.github.vitlora.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.vitlora.regime.Architecture;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an independent implementation computed with a checkpoint, and from what. */
public enum GoldenMaterial {
  /** Two blocks on drawings, by timm and PEFT; {@code golden.py} beside the files made them. */
  SMALL("vit_smoke_patch8_32", "model.safetensors") {
    @Override
    public Path file(String name) {
      try {
        return Path.of(
            GoldenMaterial.class.getResource("/io/github/vitlora/golden/" + name).toURI());
      } catch (URISyntaxException e) {
        throw new AssertionError(e);
      }
    }
  },

  /** DeiT-Tiny on photographs: too large for the project. */
  LARGE("deit_tiny_patch16_224", "../hub/timm/deit_tiny_patch16_224.fb_in1k/model.safetensors") {
    @Override
    public Path file(String name) {
      return SharedMaterial.file("golden/" + name);
    }
  };

  private final String architecture;
  private final String checkpoint;

  GoldenMaterial(String architecture, String checkpoint) {
    this.architecture = architecture;
    this.checkpoint = checkpoint;
  }

  /** One of its files. Where the material is absent the test is skipped and says why. */
  public abstract Path file(String name);

  /** The network. */
  public Architecture architecture() {
    return Architecture.named(architecture).orElseThrow();
  }

  /** The network's weights. */
  public Path checkpoint() {
    return file(checkpoint);
  }

  /** The images, prepared; their logits; and the attention of two of them. */
  public Map<String, Tensor> forward() throws IOException {
    return tensors("forward.safetensors");
  }

  /** What training starts from, and what comes out of it. */
  public Map<String, Tensor> training() throws IOException {
    return tensors("training.safetensors");
  }

  /** How training went, and how its images are called. */
  public JsonNode recipe() throws IOException {
    return new JsonMapper().readTree(file("training.json").toFile());
  }

  /**
   * The tensors of one of its files, read without any code of the project's own, for that is what
   * is tested.
   */
  public Map<String, Tensor> tensors(String name) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.wrap(Files.readAllBytes(file(name))).order(ByteOrder.LITTLE_ENDIAN);
    int header = Math.toIntExact(bytes.getLong());
    JsonMapper json = new JsonMapper();
    JsonNode entries = json.readTree(bytes.array(), bytes.position(), header);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : entries.properties()) {
      long[] shape = json.treeToValue(entry.getValue().get("shape"), long[].class);
      int[] range = json.treeToValue(entry.getValue().get("data_offsets"), int[].class);
      float[] values = new float[(range[1] - range[0]) / Float.BYTES];
      bytes.position(Long.BYTES + header + range[0]);
      bytes.asFloatBuffer().get(values);
      tensors.put(entry.getKey(), new Tensor(shape, values));
    }
    return tensors;
  }

  /** A tensor in single precision. */
  public record Tensor(long[] shape, float[] values) {}
}
