package io.github.vitlora.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.vitlora.checkpoint.WeightNames;
import io.github.vitlora.choice.RateChoice;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.io.Json;
import io.github.vitlora.regime.Architecture;
import io.github.vitlora.result.EpochResult;
import io.github.vitlora.result.ExportSummary;
import io.github.vitlora.result.TestResult;
import io.github.vitlora.result.TrialResult;
import io.github.vitlora.train.SavedTrial;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A model card describes a trained network for model hubs, in Markdown after a head in YAML
 * (Mitchell et al. 2019, arXiv:1810.03993).
 */
final class ModelCard {
  /** The publishers' model pages put these weights under Apache's licence. */
  private static final Pattern APACHE =
      Pattern.compile(
          "hf:timm/deit_(tiny|small|base)_patch16_224\\.fb_in1k/.*"
              + "|hf:timm/vit_(tiny|small|base)_patch16_224\\.augreg_.*"
              + "|classpath:/?io/github/vitlora/model/.*");

  private final Trial trial;
  private final TrialResult result;
  private final List<String> classNames;
  private final ExportSummary summary;
  private final WeightNames names;
  private final StringBuilder text = new StringBuilder();

  private ModelCard(SavedTrial trained, ExportSummary summary, WeightNames names) {
    trial = trained.trial();
    result = trained.result();
    classNames = trained.classNames();
    this.summary = summary;
    this.names = names;
  }

  /**
   * Writes the card.
   *
   * @param names those of the checkpoint that training started from
   */
  static String render(SavedTrial trained, ExportSummary summary, WeightNames names) {
    ModelCard card = new ModelCard(trained, summary, names);
    card.head();
    card.introduction();
    card.results();
    card.use();
    card.data();
    card.recipe();
    card.licence();
    card.provenance();
    return card.text.toString();
  }

  private void head() {
    line("---");
    knownLicence().ifPresent(id -> line("license: " + id.toLowerCase(Locale.ROOT)));
    line("library_name: timm\npipeline_tag: image-classification");
    hubRepository().ifPresent(repository -> line("base_model: " + quoted(repository)));
    say(
        """
        tags:
          - image-classification
          - timm%s
          - vitlora
        model-index:
          - name: %s
            results:
              - task:
                  type: image-classification
                dataset:
                  name: %s
                  type: %s
                  split: %s
                metrics:""",
        summary.adapter().map(folder -> "\n  - peft\n  - lora").orElse(""),
        quoted(name()),
        quoted(dataset()),
        quoted(dataset()),
        quoted(trial.dataset().test()));
    for (TestResult test : result.test().stream().toList()) {
      line("          - type: accuracy\n            value: " + test.accuracy());
      line("          - type: loss\n            value: " + test.loss());
    }
    line("---\n");
  }

  private void introduction() {
    line("# " + name() + "\n");
    say(
        "`%s` from %s, trained by %s on %s into %d classes; trial `%s` of the experiment `%s`.\n",
        trial.model().architecture(),
        code(weights()),
        trial.regime().label(),
        code(dataset()),
        classNames.size(),
        trial.id(),
        trial.experiment());
  }

  private void results() {
    line("## Results\n");
    result
        .test()
        .ifPresent(
            test ->
                say(
                    "On %,d test images, looked at once, after %s: accuracy %s, mean cross-entropy %s"
                        + " nats.",
                    test.images(),
                    trial.regime().featureFit().isPresent()
                        ? "one pass over the training images"
                        : result
                            .testedEpoch()
                            .map(epoch -> "epoch " + epoch + ", the best on the validation images")
                            .orElse("the last epoch"),
                    percent(test.accuracy()),
                    fixed(test.loss())));
    say(
        """
        %,d of %,d parameters were trained, in %.1f s.

        | epoch | training loss | training accuracy | validation loss | validation accuracy |
        | ---: | ---: | ---: | ---: | ---: |""",
        result.trainableParameters(), result.totalParameters(), result.trainingSeconds());
    for (EpochResult epoch : result.epochs()) {
      say(
          "| %d | %s | %s | %s | %s |",
          epoch.epoch(),
          fixed(epoch.trainLoss()),
          percent(epoch.trainAccuracy()),
          epoch.validationLoss().map(ModelCard::fixed).orElse(""),
          epoch.validationAccuracy().map(ModelCard::percent).orElse(""));
    }
    line("");
  }

  private void use() {
    say(
        """
        ## Use

        The whole network in timm, which finds size, normalisation and class names itself:

        ```python
        import timm

        model = timm.create_model("local-dir:%s", pretrained=True).eval()
        transform = timm.data.create_transform(**timm.data.resolve_model_data_config(model))
        ```

        timm numbers the class folders of a data set in another order than here (`2` before `10`). To
        evaluate on such folders, name the order: `--class-map %s/%s`, or
        `timm.data.create_dataset("", root, class_map="%s/%s")`.
        """,
        summary.merged(),
        summary.merged(),
        TimmCheckpoint.CLASS_MAP,
        summary.merged(),
        TimmCheckpoint.CLASS_MAP);
    summary.adapter().ifPresent(this::useOfAdapter);
    say(
        """
        On %d images of noise, logits of `%s` as it was read back differ from those of the network
        as it was trained by at most %.1e; the largest of them is %.1f.
        """,
        summary.checkImages(),
        summary.merged(),
        summary.largestDifference(),
        summary.largestLogit());
  }

  private void useOfAdapter(String adapter) {
    if (names instanceof WeightNames.Timm) {
      useInTimm(adapter);
    } else {
      useInTransformers(adapter);
    }
  }

  private void useInTransformers(String adapter) {
    Architecture a = Architecture.named(trial.model().architecture()).orElseThrow();
    // Its usual epsilon is 1e-12, and training's was timm's.
    say(
        """
        The adapter in PEFT, on the weights that it was trained on, in transformers 5 or newer:

        ```python
        from peft import PeftModel
        from safetensors.torch import load_file
        from transformers import ViTConfig, ViTForImageClassification

        config = ViTConfig(
            image_size=%d, patch_size=%d, num_channels=%d, hidden_size=%d, num_hidden_layers=%d,
            num_attention_heads=%d, intermediate_size=%d, layer_norm_eps=1e-6, num_labels=%d,
        )
        weights = load_file("%s")  # %s
        weights = {k: v for k, v in weights.items() if not k.startswith("classifier.")}
        base, info = ViTForImageClassification.from_pretrained(
            None, config=config, state_dict=weights, output_loading_info=True
        )
        assert all(k.startswith("classifier.") for k in info["missing_keys"])  # it comes with the adapter
        model = PeftModel.from_pretrained(base, "%s").eval()
        ```
        """,
        a.imageSize(),
        a.patchSize(),
        a.channels(),
        a.width(),
        a.depth(),
        a.heads(),
        a.mlpWidth(),
        classNames.size(),
        fileName(weights()),
        weights(),
        adapter);
  }

  private void useInTimm(String adapter) {
    say(
        """
        The adapter in PEFT, on the weights that it was trained on:

        ```python
        import timm
        from peft import PeftModel
        from safetensors.torch import load_file

        base = %s
        weights = load_file("%s")  # %s
        weights = {k: v for k, v in weights.items() if not k.startswith("head.")}
        missing = base.load_state_dict(weights, strict=False).missing_keys
        assert all(k.startswith("head.") for k in missing)  # it comes with the adapter
        model = PeftModel.from_pretrained(base, "%s").eval()
        ```
        """,
        emptyNetwork(), fileName(weights()), weights(), adapter);
  }

  private String emptyNetwork() {
    Architecture a = Architecture.named(trial.model().architecture()).orElseThrow();
    if (TimmCheckpoint.isTimms(a)) {
      return "timm.create_model(\"" + a.name() + "\", num_classes=" + classNames.size() + ")";
    }
    StringBuilder arguments = new StringBuilder();
    TimmCheckpoint.arguments(a).forEach((name, v) -> arguments.append(name + "=" + v + ", "));
    return "timm.models.VisionTransformer(" + arguments + "num_classes=" + classNames.size() + ")";
  }

  private void data() {
    line("## Data\n");
    say("%s, classes in the order of their labels:", code(dataset()));
    line(classNames.stream().map(ModelCard::code).collect(Collectors.joining(", ")) + ".\n");
    table(json().path("dataset"), List.of("origin", "classes"));
  }

  private void recipe() {
    line("## Recipe\n");
    List<String> none = List.of();
    table(json().path("regime"), none);
    if (trial.regime().featureFit().isPresent()) {
      line("The head was made of the features of the frozen network, without optimizer steps.\n");
      result
          .penaltyChoice()
          .ifPresent(
              choice ->
                  say(
                      "Of the L2 penalties, %s was the best on the validation images; results are of"
                          + " it alone.\n",
                      choice.chosen()));
    } else {
      table(json().path("training"), none);
    }
    result
        .rateChoice()
        .flatMap(choice -> choice.chosen().map(rate -> chosen(choice, rate)))
        .ifPresent(this::line);
    line("Seed " + trial.seed() + ".\n");
  }

  private static String chosen(RateChoice choice, double rate) {
    return choice
        .fromSeed()
        .map(
            seed ->
                "The learning rate is the best on the validation images under seed %d.\n"
                    .formatted(seed))
        .orElse(
            "Of the learning rates, "
                + rate
                + " was the best on the validation images; results are of it alone.\n");
  }

  /** Writes a table of all fields that an object has. */
  private void table(JsonNode object, List<String> omitted) {
    line("| setting | value |\n| --- | --- |");
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (!omitted.contains(field.getKey()) && !field.getValue().isNull()) {
        say("| %s | %s |", field.getKey(), cell(field.getValue()));
      }
    }
    line("");
  }

  private static String cell(JsonNode value) {
    if (value.isArray()) {
      return StreamSupport.stream(value.spliterator(), false)
          .map(ModelCard::cell)
          .collect(Collectors.joining(", "));
    }
    if (value.isObject()) {
      List<String> parts = new ArrayList<>();
      value.properties().stream()
          .filter(field -> !field.getValue().isNull())
          .forEach(field -> parts.add(field.getKey() + " " + cell(field.getValue())));
      return parts.isEmpty() ? "none" : String.join(", ", parts);
    }
    return value.asText().replace("|", "\\|");
  }

  private void licence() {
    line("## Licence\n");
    line(
        knownLicence()
            .map(id -> "The weights that training started from are published under " + id + ".")
            .orElse(
                trial.model().checkpoint().isPresent()
                    ? "Ask the publisher of the weights that training started from."
                    : "Training started from random weights."));
    line("What the licence of the images asks for is not known to vitlora.\n");
  }

  /** Returns the licence of the weights that a network starts from, where it is known. */
  private Optional<String> knownLicence() {
    return APACHE.matcher(trial.model().weights()).matches()
        ? Optional.of("Apache-2.0")
        : Optional.empty();
  }

  private void provenance() {
    line("## Provenance\n");
    result.fingerprint().ifPresent(value -> line("- fingerprint: `" + value + "`"));
    result
        .provenance()
        .ifPresent(
            of -> {
              line("- SHA-256 of the weights that training started from: `" + of.weights() + "`");
              of.weightsCommit()
                  .ifPresent(commit -> line("- commit of their repository: `" + commit + "`"));
              line("- SHA-256 over the images: `" + of.images() + "`");
            });
    result.savedSha256().ifPresent(v -> line("- SHA-256 of what was trained: `" + v + "`"));
    result.startedAt().ifPresent(when -> line("- begun: " + when));
    line("\nWritten by vitlora.");
  }

  private JsonNode json() {
    try {
      return Json.strict().readTree(trial.json());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a trial is written as JSON", e);
    }
  }

  private String name() {
    return trial.experiment() + " " + trial.id();
  }

  private Optional<String> hubRepository() {
    String source = trial.model().weights();
    return source.matches("hf:[^/]+/[^/]+/.*")
        ? Optional.of(source.substring("hf:".length()).replaceFirst("^([^/]+/[^/@]+).*", "$1"))
        : Optional.empty();
  }

  /** Names the weights without their folder, which concerns nobody else. */
  private String weights() {
    return withoutPlace(trial.model().describeWeights());
  }

  private String dataset() {
    return withoutPlace(trial.dataset().origin().describe());
  }

  private static String withoutPlace(String source) {
    boolean local = source.startsWith("file:") || !source.matches("[a-z]{2,}:.*");
    return local && source.matches(".*[/\\\\].*") ? fileName(source) : source;
  }

  private static String fileName(String source) {
    return source.replaceFirst("[/\\\\]+$", "").replaceFirst(".*[/\\\\:]", "");
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }

  private static String fixed(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private static String code(String text) {
    return "`" + text.replace('`', '\'') + "`";
  }

  /** Quotes a text for YAML, whose double-quoted scalars are strings of JSON. */
  private static String quoted(String text) {
    return Json.strict().getNodeFactory().textNode(text).toString();
  }

  /** Writes a line whose figures are the same in every locale. */
  private void say(String format, Object... values) {
    line(String.format(Locale.ROOT, format, values));
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
