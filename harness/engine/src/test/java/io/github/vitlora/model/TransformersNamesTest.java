package io.github.vitlora.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.vitlora.checkpoint.CheckpointException;
import io.github.vitlora.checkpoint.SafetensorsFile;
import io.github.vitlora.checkpoint.SafetensorsWriter;
import io.github.vitlora.checkpoint.TensorType;
import io.github.vitlora.random.RandomStreams;
import io.github.vitlora.regime.Architecture;
import io.github.vitlora.regime.Regime;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A checkpoint of made-up values, once under timm's names and once as the transformers library
 * writes it.
 */
class TransformersNamesTest {

  private static final Architecture SMALL = new Architecture("small", 16, 4, 3, 24, 2, 3, 48);
  private static final int WIDTH = 24;

  /** A tensor's shape and values. */
  private record Tensor(long[] shape, float[] values) {
    /** Its n-th third, by rows. */
    Tensor third(int n) {
      long[] part = shape.clone();
      part[0] /= 3;
      int length = values.length / 3;
      return new Tensor(part, Arrays.copyOfRange(values, n * length, (n + 1) * length));
    }
  }

  @TempDir Path folder;
  private final NDManager manager = NDManager.newBaseManager();
  private final Map<String, Tensor> timm = new LinkedHashMap<>();

  @BeforeEach
  void weights() {
    TunableModel model =
        TunableModel.fromScratch(
            manager, SMALL, 9, new Regime.FullFineTuning(), new RandomStreams(99));
    int n = 0;
    for (Map.Entry<String, NDArray> weight : model.trainable().entrySet()) {
      float[] values = new float[(int) weight.getValue().size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) Math.sin(++n) / 4;
      }
      timm.put(weight.getKey(), new Tensor(weight.getValue().getShape().getShape(), values));
    }
  }

  @AfterEach
  void close() {
    manager.close();
  }

  /** Written out, and not made by the code that is tested. */
  private static Map<String, Tensor> transformers(Map<String, Tensor> timm, String prefix) {
    Map<String, Tensor> renamed = new LinkedHashMap<>();
    timm.forEach(
        (name, tensor) -> {
          String end = name.substring(name.lastIndexOf('.') + 1);
          String layer =
              name.startsWith("blocks.") ? prefix + "encoder.layer." + name.charAt(7) + "." : "";
          switch (name.replaceFirst("^blocks\\.\\d+\\.", "").replaceFirst("\\.[a-z]+$", "")) {
            case "cls_token" -> renamed.put(prefix + "embeddings.cls_token", tensor);
            case "pos_embed" -> renamed.put(prefix + "embeddings.position_embeddings", tensor);
            case "patch_embed.proj" ->
                renamed.put(prefix + "embeddings.patch_embeddings.projection." + end, tensor);
            case "norm1" -> renamed.put(layer + "layernorm_before." + end, tensor);
            case "attn.qkv" -> {
              renamed.put(layer + "attention.attention.query." + end, tensor.third(0));
              renamed.put(layer + "attention.attention.key." + end, tensor.third(1));
              renamed.put(layer + "attention.attention.value." + end, tensor.third(2));
            }
            case "attn.proj" -> renamed.put(layer + "attention.output.dense." + end, tensor);
            case "norm2" -> renamed.put(layer + "layernorm_after." + end, tensor);
            case "mlp.fc1" -> renamed.put(layer + "intermediate.dense." + end, tensor);
            case "mlp.fc2" -> renamed.put(layer + "output.dense." + end, tensor);
            case "norm" -> renamed.put(prefix + "layernorm." + end, tensor);
            case "head" -> renamed.put("classifier." + end, tensor);
            default -> throw new IllegalStateException(name);
          }
        });
    return renamed;
  }

  private Path write(String name, Map<String, Tensor> tensors) throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter(TensorType.F32);
    tensors.forEach(
        (tensor, value) ->
            writer.tensor(tensor, value.shape(), () -> FloatBuffer.wrap(value.values())));
    Path file = folder.resolve(name);
    writer.write(file);
    return file;
  }

  private float[] logits(Path file) throws IOException {
    float[] pixels = new float[2 * 3 * 16 * 16];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) Math.cos(i);
    }
    try (SafetensorsFile checkpoint = SafetensorsFile.open(file);
        TunableModel model = TunableModel.whole(manager, SMALL, checkpoint)) {
      return model
          .network()
          .logits(manager.create(pixels, new Shape(2, 3, 16, 16)), false)
          .toFloatArray();
    }
  }

  private void pretrained(Path file, int classes) throws IOException {
    try (SafetensorsFile checkpoint = SafetensorsFile.open(file)) {
      TunableModel.pretrained(
              manager, SMALL, classes, new Regime.LinearProbe(), new RandomStreams(1), checkpoint)
          .close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"vit.", "deit.", ""})
  void theSameWeightsGiveTheSameLogitsBitForBit(String prefix) throws IOException {
    float[] expected = logits(write("timm.safetensors", timm));

    float[] actual = logits(write("other.safetensors", transformers(timm, prefix)));

    assertThat(expected).hasSize(2 * 9).doesNotContain(0f);
    assertThat(actual).containsExactly(expected);
  }

  /** As wrappers of training loops, and modules that hold the network, write it. */
  @ParameterizedTest
  @ValueSource(strings = {"model.", "module.", "module.model.", "vit.", "encoder."})
  void aPrefixOfAllNamesIsTakenOff(String prefix) throws IOException {
    float[] expected = logits(write("timm.safetensors", timm));

    assertThat(logits(write("timm-below.safetensors", below(prefix, timm))))
        .containsExactly(expected);
    assertThat(
            logits(
                write("transformers-below.safetensors", below(prefix, transformers(timm, "vit.")))))
        .containsExactly(expected);
  }

  private static Map<String, Tensor> below(String prefix, Map<String, Tensor> tensors) {
    Map<String, Tensor> prefixed = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> prefixed.put(prefix + name, tensor));
    return prefixed;
  }

  @Test
  void doublesAreReadAsTheFloatsNextToThem() throws IOException {
    float[] expected = logits(write("timm.safetensors", timm));
    StringBuilder header = new StringBuilder("{\"n\":{\"dtype\":\"I64\",\"shape\":[],");
    header.append("\"data_offsets\":[0,8]}");
    ByteBuffer data = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN).putLong(3);
    timm.forEach(
        (name, tensor) -> {
          int begin = data.position();
          for (float value : tensor.values()) {
            data.putDouble(value * (1 + 1e-9));
          }
          header.append(
              ",\"%s\":{\"dtype\":\"F64\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                  .formatted(name, Arrays.toString(tensor.shape()), begin, data.position()));
        });
    byte[] text = header.append("}").toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(8 + text.length + data.position()).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(text.length).put(text).put(data.flip());

    assertThat(logits(Files.write(folder.resolve("doubles.safetensors"), file.array())))
        .containsExactly(expected);
  }

  @Test
  void severalNetworksInAFileAreToldAsSuch() throws IOException {
    Map<String, Tensor> both = below("teacher.backbone.", timm);
    both.putAll(below("student.backbone.", timm));
    Path file = write("both.safetensors", both);

    assertThatThrownBy(() -> pretrained(file, 9))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(
            "holds several networks, whose names begin with student.backbone. and"
                + " teacher.backbone.");
  }

  @Test
  void aHeadBesideTheNetworkIsReplaced() throws IOException {
    Map<String, Tensor> tensors = below("backbone.", timm);
    tensors.remove("backbone.head.weight");
    tensors.remove("backbone.head.bias");
    tensors.put("fc.weight", new Tensor(new long[] {2, WIDTH}, new float[2 * WIDTH]));
    tensors.put("fc.bias", new Tensor(new long[] {2}, new float[2]));
    pretrained(write("beside.safetensors", tensors), 5);

    tensors.put("norm.bias", new Tensor(new long[] {WIDTH}, new float[WIDTH]));
    Path odd = write("odd.safetensors", tensors);
    assertThatThrownBy(() -> pretrained(odd, 5))
        .hasMessageContaining("does not fit the network (1)")
        .hasMessageContaining("surplus norm.bias (24)");
  }

  /** Written by the library itself (transformers_vit.py), so that neither side made the names. */
  @Test
  void agreesWithTheTransformersLibrary() throws IOException {
    Architecture tiny = new Architecture("tiny", 16, 4, 3, 12, 2, 3, 24);
    try (SafetensorsFile checkpoint = SafetensorsFile.open(resource("transformers_vit"));
        SafetensorsFile golden = SafetensorsFile.open(resource("transformers_vit_logits"));
        TunableModel model = TunableModel.whole(manager, tiny, checkpoint)) {
      NDArray pixels = manager.create(new Shape(golden.shape("pixels")));
      Tensors.read(golden, "pixels", pixels);
      FloatBuffer expected = golden.floats("logits");
      float[] logits = new float[expected.remaining()];
      expected.get(logits);

      assertThat(model.network().logits(pixels, false).toFloatArray())
          .containsExactly(logits, within(1e-5f));
    }
  }

  private static Path resource(String name) throws IOException {
    try {
      return Path.of(TransformersNamesTest.class.getResource(name + ".safetensors").toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  @Test
  void aPoolerAndAMaskTokenAreLeftAsideAndAHeadOfOtherClassesIsReplaced() throws IOException {
    Map<String, Tensor> tensors = transformers(timm, "vit.");
    tensors.put("vit.pooler.dense.bias", new Tensor(new long[] {WIDTH}, new float[WIDTH]));
    tensors.put("vit.embeddings.mask_token", new Tensor(new long[] {1, 1, 1}, new float[1]));

    pretrained(write("in21k.safetensors", tensors), 5);
  }

  @Test
  void whatLacksOrIsTooMuchIsToldByTheFilesOwnNames() throws IOException {
    Map<String, Tensor> tensors = transformers(timm, "vit.");
    tensors.remove("vit.encoder.layer.1.attention.attention.key.weight");
    tensors.put(
        "vit.encoder.layer.0.intermediate.dense.bias", new Tensor(new long[] {1}, new float[1]));
    tensors.put(
        "vit.encoder.layer.2.layernorm_after.bias", new Tensor(new long[] {1}, new float[1]));
    Path file = write("odd.safetensors", tensors);

    assertThatThrownBy(() -> pretrained(file, 5))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("does not fit the network (3)")
        .hasMessageContaining(
            "missing vit.encoder.layer.1.attention.attention.key.weight (24, 24), a part of"
                + " blocks.1.attn.qkv.weight")
        .hasMessageContaining(
            "vit.encoder.layer.0.intermediate.dense.bias has the shape (1), expected (48)")
        .hasMessageContaining("surplus vit.encoder.layer.2.layernorm_after.bias (1)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dist_token", "head_dist.weight", "deit.embeddings.distillation_token"})
  void aDistilledNetworkIsRefusedWithAdvice(String telling) throws IOException {
    timm.put(telling, new Tensor(new long[] {1, 1, WIDTH}, new float[WIDTH]));
    Path file = write("distilled.safetensors", timm);

    assertThatThrownBy(() -> pretrained(file, 9))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("is a distilled DeiT's (" + telling + ")")
        .hasMessageContaining("undistilled");
  }

  @Test
  void namesThatTheLibraryNeverWritesAreToldAsSuch() throws IOException {
    timm.put("vit.layers.0.attention.q_proj.weight", new Tensor(new long[] {1}, new float[1]));
    Path file = write("memory.safetensors", timm);

    assertThatThrownBy(() -> pretrained(file, 9))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("(vit.layers.0.attention.q_proj.weight)")
        .hasMessageContaining("save_pretrained()");
  }

  @Test
  void imagesOfAnotherSizeAreToldAsSuch() throws IOException {
    timm.put("pos_embed", new Tensor(new long[] {1, 37, WIDTH}, new float[37 * WIDTH]));
    Path file = write("larger.safetensors", timm);

    assertThatThrownBy(() -> pretrained(file, 9))
        .hasMessageContaining("pos_embed has the shape (1, 37, 24), expected (1, 17, 24)")
        .hasMessageContaining("It is for images of 24 pixels")
        .hasMessageContaining("small is for 16");
  }

  @Test
  void whatTheDimensionsAreOfIsNamed() throws IOException {
    Map<String, Tensor> smoke = new LinkedHashMap<>();
    TunableModel.fromScratch(
            manager,
            Architecture.named("vit_smoke_patch8_32").orElseThrow(),
            3,
            new Regime.FullFineTuning(),
            new RandomStreams(1))
        .trainable()
        .forEach(
            (name, array) ->
                smoke.put(name, new Tensor(array.getShape().getShape(), array.toFloatArray())));
    Path file = write("smoke.safetensors", smoke);

    assertThatThrownBy(() -> pretrained(file, 9))
        .hasMessageContaining("Its dimensions are those of vit_smoke_patch8_32");
  }

  @Test
  void aFileWithoutAHeadHasNoneToTake() throws IOException {
    List.of("head.weight", "head.bias").forEach(timm::remove);
    Path file = write("headless.safetensors", transformers(timm, ""));

    assertThatThrownBy(() -> logits(file)).hasMessageContaining("(classifier.bias)");
    pretrained(file, 4);
  }
}
