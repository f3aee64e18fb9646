package io.github.vitlora.report.page;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.vitlora.io.Json;
import io.qameta.allure.Aggregator2;
import io.qameta.allure.ReportStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Shows the data at a glance: what the classes look like, how many images of each there are, and
 * what the transform leaves of an image. A report keeps it as {@code data/}.
 *
 * @param summary everything but the pictures
 * @param pictures JPEGs by the names of their files; one that could not be made is not among them
 */
public record DataPanel(Summary summary, Map<String, byte[]> pictures) {

  /** Limits the epochs whose pictures of an augmented image a page carries. */
  public static final int MOST_AUGMENTED = 4;

  public static final String FOLDER = "data";

  private static final String FILE = "data.json";

  /** Copies the map. */
  public DataPanel {
    pictures = Map.copyOf(pictures);
  }

  /**
   * Holds what is told of a data set.
   *
   * @param seed whose trials' images these are
   * @param classes by their labels
   * @param transform what it does to one image, where one could be read
   * @param augmented in how many epochs, from the first on, it is shown what training made of that
   *     image; {@link #augmented(int)} are their pictures
   * @param duplicates some of the images that are there more than once, group by group
   */
  public record Summary(
      long seed,
      List<DataClass> classes,
      Optional<Effect> transform,
      int augmented,
      List<List<Instance>> duplicates) {
    /** Copies the lists; a file of an earlier version has no duplicates. */
    public Summary {
      classes = List.copyOf(classes);
      duplicates = duplicates == null ? List.of() : List.copyOf(duplicates);
    }
  }

  /**
   * Describes a class.
   *
   * @param train images that weights are fitted to
   * @param validation images held out of the training split
   * @param test images of the test split
   * @param instances some of the training images
   */
  public record DataClass(
      String name, int train, int validation, int test, List<Instance> instances) {
    /** Copies the list. */
    public DataClass {
      instances = List.copyOf(instances);
    }
  }

  /**
   * Names an image that is shown small.
   *
   * @param image its name within the data set
   */
  public record Instance(String image) {
    /** Returns the file name of its picture. */
    @JsonProperty
    public String file() {
      return TestImages.key(image) + ".jpg";
    }
  }

  /**
   * Tells what becomes of an image on its way into a network. {@link #BEFORE} and {@link #AFTER}
   * are its pictures.
   *
   * @param image its name within the data set
   * @param width of the image as it is stored, in pixels
   * @param height likewise
   * @param resize what its shorter side becomes, in pixels
   * @param crop side of the square that is cut out of the middle, in pixels
   * @param channels that the network sees: 3 for colour, 1 for grey
   */
  public record Effect(String image, int width, int height, int resize, int crop, int channels) {
    /** Names the picture of the whole image, scaled down. */
    public static final String BEFORE = "original.jpg";

    /** Names the picture of what the network sees. */
    public static final String AFTER = "crop.jpg";
  }

  /** Names the picture of what training shows in an epoch, which counts from 1. */
  public static String augmented(int epoch) {
    return "augmented-" + epoch + ".jpg";
  }

  /**
   * Reads what an earlier report kept; empty where it kept nothing.
   *
   * @param report the report's folder
   * @throws IOException if it cannot be read
   */
  public static Optional<DataPanel> read(Path report) throws IOException {
    Path folder = report.resolve(FOLDER);
    if (Files.notExists(folder.resolve(FILE))) {
      return Optional.empty();
    }
    Summary summary = summary(folder.resolve(FILE));
    Map<String, byte[]> pictures = new LinkedHashMap<>();
    for (String file : files(summary)) {
      if (Files.exists(folder.resolve(file))) {
        pictures.put(file, Files.readAllBytes(folder.resolve(file)));
      }
    }
    return Optional.of(new DataPanel(summary, pictures));
  }

  private static Summary summary(Path file) throws IOException {
    try {
      return Json.lenient().readValue(file.toFile(), Summary.class);
    } catch (JsonProcessingException e) {
      throw new IOException(file + " is damaged: " + e.getOriginalMessage(), e);
    }
  }

  /** Names the pictures; no name comes from the file, which anybody may have written. */
  private static List<String> files(Summary summary) {
    return Stream.concat(
            Stream.concat(
                    summary.classes().stream().flatMap(c -> c.instances().stream()),
                    summary.duplicates().stream().flatMap(List::stream))
                .map(Instance::file),
            Stream.concat(
                Stream.of(Effect.BEFORE, Effect.AFTER),
                IntStream.rangeClosed(1, Math.min(summary.augmented(), MOST_AUGMENTED))
                    .mapToObj(DataPanel::augmented)))
        .distinct()
        .toList();
  }

  /**
   * Keeps it in a report.
   *
   * @param report the report's folder
   */
  private void write(Path report) throws IOException {
    Path folder = Files.createDirectories(report.resolve(FOLDER));
    Files.write(folder.resolve(FILE), json());
    for (Map.Entry<String, byte[]> picture : pictures.entrySet()) {
      Files.write(folder.resolve(picture.getKey()), picture.getValue());
    }
  }

  /**
   * Keeps a panel in the report, and puts it among the report's data, where the page "Compare"
   * finds it.
   *
   * @param report the report's folder
   */
  public static Aggregator2 gallery(Optional<DataPanel> panel, Path report) throws IOException {
    if (panel.isPresent()) {
      panel.get().write(report);
    }
    return (configuration, launches, storage) -> panel.ifPresent(shown -> shown.addTo(storage));
  }

  private void addTo(ReportStorage storage) {
    storage.addDataBinary("data/data-panel.json", json());
    pictures.forEach((file, jpeg) -> storage.addDataBinary("data/data-panel/" + file, jpeg));
  }

  private byte[] json() {
    return Json.bytes(summary);
  }
}
