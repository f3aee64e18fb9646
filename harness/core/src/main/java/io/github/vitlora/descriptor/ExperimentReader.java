package io.github.vitlora.descriptor;

import static io.github.vitlora.descriptor.AttributeType.SLUG;
import static io.github.vitlora.descriptor.AttributeType.names;

import io.github.vitlora.experiment.AttentionSpec;
import io.github.vitlora.experiment.Certainty;
import io.github.vitlora.experiment.Expectation;
import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.experiment.Question;
import io.github.vitlora.regime.Architecture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads experiment descriptors: XML in the namespace {@code urn:vitlora:experiment:1}.
 *
 * <p>A descriptor is not trusted: it may not have a DOCTYPE, and nothing that it names is opened
 * while it is read.
 */
public final class ExperimentReader {

  private static final String ROOT = "experiment";

  private final Path base;

  private ExperimentReader(Path base) {
    this.base = base;
  }

  /**
   * Reads a descriptor from a file; its relative paths start at the file's folder.
   *
   * @param file the descriptor; error messages name it as it is given here
   * @param properties what {@code ${name}} stands for in attribute values
   * @throws DescriptorException if it cannot be read or anything is wrong with it
   */
  public static Experiment read(Path file, Function<String, Optional<String>> properties) {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString(), file.toAbsolutePath().getParent(), properties);
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    }
  }

  /**
   * Reads a descriptor that is not a file, one that ships inside a jar for example.
   *
   * @param in the descriptor's bytes; the caller closes it
   * @param name how error messages call the descriptor
   * @param base folder that its relative paths start at
   * @param properties what {@code ${name}} stands for in attribute values
   * @throws DescriptorException if it cannot be read or anything is wrong with it
   */
  public static Experiment read(
      InputStream in, String name, Path base, Function<String, Optional<String>> properties) {
    byte[] bytes;
    try {
      bytes = in.readAllBytes();
    } catch (IOException e) {
      throw unreadable(name, e);
    }
    Problems problems = new Problems(name);
    ExperimentReader reader = new ExperimentReader(base);
    Optional<Experiment> experiment =
        LocatedXml.read(bytes, properties, problems)
            .flatMap(root -> Element.read(root, ROOT, problems, reader::experiment))
            .flatMap(read -> read);
    if (!problems.isEmpty()) {
      throw new DescriptorException(problems.list(), null);
    }
    return experiment.orElseThrow();
  }

  private static DescriptorException unreadable(String name, IOException e) {
    String reason =
        e instanceof NoSuchFileException
            ? "there is no such file"
            : "it cannot be read: " + e.getMessage();
    return new DescriptorException(List.of(new DescriptorProblem(name, 0, 0, reason)), e);
  }

  /** All that a descriptor can say. */
  static Element vocabulary() {
    return Element.vocabulary(ROOT, new ExperimentReader(Path.of(""))::experiment);
  }

  private Optional<Experiment> experiment(Element e) {
    Optional<String> name = e.required("name", SLUG);
    Optional<String> description = e.child("description", Element::text);
    Optional<ModelReader> model = e.requiredChild("model", m -> new ModelReader(m, base));
    Optional<Architecture> architecture = model.flatMap(ModelReader::architecture);
    Optional<DatasetReader> dataset =
        e.requiredChild("dataset", d -> new DatasetReader(d, base, architecture));
    Optional<TrainingReader> training = e.requiredChild("training", TrainingReader::new);
    Optional<List<RegimeReader>> regimes =
        e.requiredChild("regimes", r -> RegimeReader.read(r, architecture));
    boolean validated = dataset.filter(DatasetReader::leavesNoValidation).isEmpty();
    List<RegimeReader> each = regimes.orElse(List.of());
    training.ifPresent(t -> t.checkWith(each, validated));
    ExpectationReader expectationReader =
        new ExpectationReader(
            e.isWhole() ? regimes : Optional.empty(),
            training.flatMap(TrainingReader::seedCount).orElse(Certainty.LEAST_SEEDS),
            validated,
            regime -> training.filter(t -> !t.choosesRate(regime)).isEmpty());
    Optional<List<Optional<Question>>> questions =
        e.child("questions", expectationReader::readQuestions);
    Optional<List<Optional<Expectation>>> expectations =
        e.child("expectations", expectationReader::read);
    Optional<Optional<AttentionSpec>> attention = e.child("attention", ExperimentReader::attention);
    return e.build(
        () ->
            new Experiment(
                name.get(),
                description.orElse(""),
                model.get().build(),
                dataset.get().build(),
                training.get().build(),
                training.get().seeds(),
                each.stream().flatMap(regime -> regime.kind().regimes()).toList(),
                each.stream().flatMap(RegimeReader::override).toList(),
                expectations.orElse(List.of()).stream().map(Optional::get).toList(),
                questions.orElse(List.of()).stream().map(Optional::get).toList(),
                attention.map(Optional::get)));
  }

  private static Optional<AttentionSpec> attention(Element e) {
    Optional<List<String>> images =
        e.required(
            "images",
            names(
                "a whole number between 1 and %d, or names of test images separated by spaces"
                    .formatted(AttentionSpec.MOST)));
    Optional<Integer> count =
        images
            .filter(names -> names.size() == 1 && names.get(0).matches("\\d{1,9}"))
            .map(names -> Integer.valueOf(names.get(0)));
    int shown = count.or(() -> images.map(List::size)).orElse(1);
    if (shown < 1 || shown > AttentionSpec.MOST) {
      e.refuse(
          "images",
          "images %s of attention: from 1 to %s images are shown"
              .formatted(shown, AttentionSpec.MOST));
    }
    e.refuseRepeated("images", images, "image %s stands more than once");
    return e.build(
        () -> count.map(AttentionSpec::chosen).orElseGet(() -> AttentionSpec.named(images.get())));
  }
}
