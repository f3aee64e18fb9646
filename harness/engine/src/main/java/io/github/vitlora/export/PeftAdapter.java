package io.github.vitlora.export;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.vitlora.checkpoint.SafetensorsWriter;
import io.github.vitlora.checkpoint.TensorType;
import io.github.vitlora.checkpoint.WeightNames;
import io.github.vitlora.io.Json;
import io.github.vitlora.model.TunableModel;
import io.github.vitlora.regime.Adapter;
import io.github.vitlora.regime.AdapterTarget;
import io.github.vitlora.regime.Architecture;
import io.github.vitlora.regime.LoraScaling;
import io.github.vitlora.regime.LoraVariant;
import io.github.vitlora.regime.PeftConfiguration;
import io.github.vitlora.regime.Regime;
import io.github.vitlora.regime.TrainedBiases;
import io.github.vitlora.regime.WeightSpec;
import io.github.vitlora.regime.WeightSpec.Role;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writes adapters and head as Hugging Face's PEFT keeps them: {@code adapter_config.json}, with
 * every key that PEFT 0.21.2 writes, and {@code adapter_model.safetensors}. The head, and whatever
 * else is trained whole, are PEFT's modules to save beside the adapters. Adapters that took over
 * part of their layers' weights are written as plain ones of twice the rank, as PEFT does when it
 * converts PiSSA to LoRA: they go with the pretrained weights as everybody has them.
 *
 * <p>The modules are those of the library whose checkpoint training started from. In timm's, one
 * layer computes queries, keys and values: adapters of some of the three become one of the sum of
 * their ranks, with all their A's rows and, in B, zeros wherever another part's rows meet its
 * columns. In transformers' they are three layers: an adapter of all becomes three, which have A in
 * common and the rows of B that are theirs.
 */
final class PeftAdapter {
  static final String CONFIGURATION = "adapter_config.json";
  static final String WEIGHTS = "adapter_model.safetensors";

  private static final String WRAPPER = "base_model.model.";

  private final Architecture architecture;
  private final PeftConfiguration peft;
  private final TunableModel model;
  private final WeightNames names;
  private final Map<WeightSpec, List<Adapter>> adapted = new LinkedHashMap<>();
  private final Map<String, WeightSpec> trained = new LinkedHashMap<>();

  private PeftAdapter(
      Architecture architecture, PeftConfiguration peft, TunableModel model, WeightNames names) {
    this.architecture = architecture;
    this.peft = peft;
    this.model = model;
    this.names = names.ofClassifier();
    for (Adapter adapter : model.adapters()) {
      adapted.computeIfAbsent(adapter.target().dense(), dense -> new ArrayList<>()).add(adapter);
    }
    model.trainable().keySet().forEach(name -> trained.put(name, model.spec(name)));
  }

  /** A tensor of the file, row by row. */
  private record Tensor(long[] shape, float[] values) {

    static Tensor of(NDArray array) {
      return new Tensor(array.getShape().getShape(), array.toFloatArray());
    }

    int rows() {
      return Math.toIntExact(shape[0]);
    }

    /** Returns one of so many pieces of as many rows. */
    Tensor piece(int index, int pieces) {
      long[] some = shape.clone();
      some[0] /= pieces;
      int size = values.length / pieces;
      return new Tensor(some, Arrays.copyOfRange(values, index * size, (index + 1) * size));
    }
  }

  /**
   * An adapter of PEFT's.
   *
   * @param module that it stands beside, as the library calls it
   * @param parts its tensors by their names below the module
   */
  private record Tuned(String module, double alpha, Map<String, Tensor> parts) {
    int rank() {
      return parts.get(Adapter.DOWN).rows();
    }
  }

  /** Returns the adapter of a model over a checkpoint of timm's. */
  static Optional<PeftAdapter> of(Architecture architecture, Regime regime, TunableModel model) {
    return of(architecture, regime, model, new WeightNames.Timm());
  }

  /**
   * Returns the adapter of a model if PEFT can keep all that was trained: adapters, whole modules,
   * and biases. PEFT keeps no parameter that belongs to no module, and adapts no layer that is
   * trained itself.
   *
   * @param names those of the checkpoint that training started from
   */
  static Optional<PeftAdapter> of(
      Architecture architecture, Regime regime, TunableModel model, WeightNames names) {
    return regime
        .peft()
        .map(peft -> new PeftAdapter(architecture, peft, model, names))
        .filter(adapter -> adapter.trained.values().stream().allMatch(adapter::keeps));
  }

  private boolean keeps(WeightSpec weight) {
    return !weight.part().isEmpty()
        && (!isOfAdapted(weight) || (weight.isBias() && peft.bias() != TrainedBiases.NONE));
  }

  /** Returns whether a weight is an adapted layer's own. */
  private boolean isOfAdapted(WeightSpec weight) {
    return weight.role() != Role.ADAPTER
        && adapted.keySet().stream().anyMatch(dense -> dense.layer().equals(weight.layer()));
  }

  /**
   * Writes both files.
   *
   * @param folder made when needed
   * @param values of what was trained, by name, as they stand beside pretrained weights
   */
  void write(Path folder, Map<String, NDArray> values) throws IOException {
    List<Tuned> modules = new ArrayList<>();
    adapted.forEach((dense, adapters) -> modules.addAll(modules(dense, adapters, values)));
    Map<String, Tensor> tensors = new TreeMap<>();
    for (Tuned adapter : modules) {
      adapter.parts().forEach((part, tensor) -> tensors.put(adapter.module() + "." + part, tensor));
    }
    List<String> wrapped = modules.stream().map(Tuned::module).toList();
    for (WeightSpec weight : trained.values()) {
      if (weight.role() != Role.ADAPTER) {
        Tensor whole = Tensor.of(values.get(weight.name()));
        List<String> owners = modulesOf(weight);
        for (int i = 0; i < owners.size(); i++) {
          String owner = owners.get(i);
          String name = wrapped.contains(owner) ? owner + ".base_layer" : owner;
          tensors.put(WeightSpec.name(name, weight.part()), whole.piece(i, owners.size()));
        }
      }
    }
    SafetensorsWriter writer = new SafetensorsWriter(TensorType.F32);
    tensors.forEach(
        (name, tensor) ->
            writer.tensor(WRAPPER + name, tensor.shape(), () -> FloatBuffer.wrap(tensor.values())));
    writer.write(folder.resolve(WEIGHTS));
    TextFile.write(folder.resolve(CONFIGURATION), configuration(modules));
  }

  /** Returns the modules that have a weight, or a piece of it each, as the library calls them. */
  private List<String> modulesOf(WeightSpec weight) {
    return names.parts(weight.name()).stream()
        .map(name -> name.substring(0, name.length() - weight.part().length() - 1))
        .map(names::inMemory)
        .toList();
  }

  /** Returns what the adapters of a layer are in PEFT. */
  private List<Tuned> modules(
      WeightSpec dense, List<Adapter> adapters, Map<String, NDArray> values) {
    List<String> called = modulesOf(dense);
    Map<String, Map<String, Tensor>> parts = new LinkedHashMap<>();
    for (Adapter adapter : adapters) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      adapter
          .weights()
          .forEach(weight -> tensors.put(weight.part(), Tensor.of(values.get(weight.name()))));
      parts.put(adapter.layer(), tensors);
    }
    boolean whole = !adapters.get(0).target().isPart();
    if (called.size() == 1) {
      return List.of(
          whole
              ? new Tuned(called.get(0), peft.alpha(), parts.get(dense.layer()))
              : joined(called.get(0), dense, adapters, parts));
    }
    List<Tuned> modules = new ArrayList<>();
    for (int i = 0; i < called.size(); i++) {
      Map<String, Tensor> own = parts.get(AdapterTarget.partsOf(dense).get(i).name());
      if (whole) {
        own = new LinkedHashMap<>(parts.get(dense.layer()));
        int piece = i;
        own.replaceAll(
            (part, tensor) ->
                part.equals(Adapter.DOWN) ? tensor : tensor.piece(piece, called.size()));
      }
      if (own != null) {
        modules.add(new Tuned(called.get(i), peft.alpha(), own));
      }
    }
    return modules;
  }

  /**
   * Joins adapters of parts of a layer. Where their scales differ, B makes up for it.
   *
   * @param parts the tensors of each adapter by its target
   */
  private Tuned joined(
      String module,
      WeightSpec dense,
      List<Adapter> adapters,
      Map<String, Map<String, Tensor>> parts) {
    int rank = parts.values().stream().mapToInt(own -> own.get(Adapter.DOWN).rows()).sum();
    float[] down = new float[rank * dense.in()];
    float[] up = new float[dense.out() * rank];
    float[] magnitudes = norms(dense);
    int column = 0;
    for (Adapter adapter : adapters) {
      Map<String, Tensor> own = parts.get(adapter.layer());
      float[] a = own.get(Adapter.DOWN).values();
      System.arraycopy(a, 0, down, column * dense.in(), a.length);
      int firstRow = adapter.target().firstRow();
      Tensor b = own.get(Adapter.UP);
      int columns = Math.toIntExact(b.shape()[1]);
      double factor = adapter.scale() / adapters.get(0).scale();
      for (int i = 0; i < b.rows(); i++) {
        for (int j = 0; j < columns; j++) {
          up[(firstRow + i) * rank + column + j] = (float) (factor * b.values()[i * columns + j]);
        }
      }
      Optional.ofNullable(own.get(LoraVariant.MAGNITUDE))
          .ifPresent(m -> System.arraycopy(m.values(), 0, magnitudes, firstRow, m.values().length));
      column += columns;
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(Adapter.DOWN, new Tensor(new long[] {rank, dense.in()}, down));
    tensors.put(Adapter.UP, new Tensor(new long[] {dense.out(), rank}, up));
    if (peft.variant() == LoraVariant.DORA) {
      tensors.put(LoraVariant.MAGNITUDE, new Tensor(new long[] {dense.out()}, magnitudes));
    }
    return new Tuned(module, peft.scaling().alpha(adapters.get(0).scale(), rank), tensors);
  }

  /** Returns the norms of a layer's rows, which are the magnitudes of those without adapter. */
  private float[] norms(WeightSpec dense) {
    float[] values = model.weight(dense.name()).toFloatArray();
    float[] norms = new float[dense.out()];
    for (int i = 0; i < norms.length; i++) {
      double squares = 0;
      for (int j = 0; j < dense.in(); j++) {
        squares += Math.pow(values[i * dense.in() + j], 2);
      }
      norms[i] = (float) Math.sqrt(squares);
    }
    return norms;
  }

  /** Returns the modules that are trained whole, the head first. */
  private List<String> whole() {
    return trained.values().stream()
        .filter(weight -> weight.role() != Role.ADAPTER && !isBiasAlone(weight))
        .sorted(Comparator.comparing(weight -> weight.role() != Role.HEAD))
        .flatMap(weight -> modulesOf(weight).stream())
        .distinct()
        .toList();
  }

  /** Returns whether a bias is trained without the rest of its module. */
  private boolean isBiasAlone(WeightSpec weight) {
    return weight.isBias()
        && !trained.containsKey(WeightSpec.name(weight.layer(), WeightSpec.WEIGHT))
        && (peft.bias() == TrainedBiases.ALL || isOfAdapted(weight));
  }

  /** Returns the configuration, its keys in alphabetical order as PEFT writes them. */
  private JsonNode configuration(List<Tuned> modules) throws IOException {
    ObjectNode values;
    try (InputStream in = PeftAdapter.class.getResourceAsStream("peft-lora.json")) {
      values = (ObjectNode) Json.strict().readTree(in);
    }
    int rank = peft.rank();
    double alpha = peft.alpha();
    Tuned first = modules.get(0);
    if (first.alpha() != alpha
        && modules.stream().allMatch(m -> m.rank() == first.rank() && m.alpha() == first.alpha())) {
      rank = first.rank();
      alpha = first.alpha();
    }
    values.put("r", rank);
    values.put("lora_alpha", alpha);
    values.put("lora_dropout", peft.dropout());
    values.put("bias", bias(peft.bias()));
    values.put("use_rslora", peft.scaling() == LoraScaling.RSLORA);
    values.put("use_dora", peft.variant() == LoraVariant.DORA);
    ObjectNode ranks = values.putObject("rank_pattern");
    ObjectNode alphas = values.putObject("alpha_pattern");
    for (Tuned module : modules) {
      if (module.rank() != rank) {
        ranks.put(module.module(), module.rank());
      }
      if (module.alpha() != alpha) {
        alphas.put(module.module(), module.alpha());
      }
    }
    values.set("target_modules", targets(modules));
    values.set("modules_to_save", Json.strict().valueToTree(whole()));
    if (!isTimms()) {
      ObjectNode mapping = (ObjectNode) values.get("auto_mapping");
      mapping.put("base_model_class", "ViTForImageClassification");
      mapping.put("parent_library", "transformers.models.vit.modeling_vit");
    }
    ObjectNode sorted = Json.strict().createObjectNode();
    new TreeSet<>(List.copyOf(values.properties().stream().map(Map.Entry::getKey).toList()))
        .forEach(key -> sorted.set(key, values.get(key)));
    return sorted;
  }

  private boolean isTimms() {
    return names instanceof WeightNames.Timm;
  }

  private static String bias(TrainedBiases trained) {
    return switch (trained) {
      case NONE -> "none";
      case LORA -> "lora_only";
      case ALL -> "all";
    };
  }

  /** Returns a regular expression for layers adapted in every block, else all names. */
  private JsonNode targets(List<Tuned> modules) {
    List<String> called = modules.stream().map(Tuned::module).toList();
    List<String> suffixes =
        called.stream().map(name -> name.replaceFirst(".*?\\.\\d+\\.", "")).distinct().toList();
    if (called.size() == suffixes.size() * architecture.depth()) {
      return Json.strict()
          .getNodeFactory()
          .textNode(".*\\.(" + String.join("|", suffixes).replace(".", "\\.") + ")$");
    }
    return Json.strict().valueToTree(called);
  }
}
