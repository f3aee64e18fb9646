package io.github.vitlora.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.experiment.LabelTable;
import io.github.vitlora.image.Orientation;
import io.github.vitlora.io.Json;
import io.github.vitlora.source.Sources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads images whose classes a table names: CSV with a header, or JSON with an object a line, as
 * the Hugging Face hub's {@code metadata.jsonl}. One table may have all splits, told by a column;
 * otherwise each split has a folder with a table of its own.
 *
 * <p>A path in the table starts at the table's folder. Where it lacks an extension or a folder, the
 * only file of that name is meant. Classes are in the order of their names by the bytes of UTF-8,
 * images in the order of the table.
 *
 * @param root folder of the data set
 * @param table names file and columns
 * @param orientation whether images are turned as their cameras were held
 */
record LabelTableFormat(Path root, LabelTable table, Orientation orientation)
    implements FolderFormat {
  private static final String WHOLE = ".";
  private static final List<String> USUAL_IMAGE =
      List.of("image", "file_name", "filename", "file", "path", "image_path", "image_id", "id");
  private static final List<String> USUAL_LABEL =
      List.of("label", "class", "class_name", "category", "target", "species", "breed");
  private static final List<String> USUAL_SPLIT = List.of("split", "subset", "set");

  private static final CsvMapper CSV =
      CsvMapper.builder()
          .enable(CsvParser.Feature.TRIM_SPACES)
          .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
          .build();

  /** Opens a data set whose images are where another origin says. */
  static DatasetFormat open(DatasetOrigin.Labelled origin, DatasetSpec spec, Sources sources) {
    return FolderFormat.find(
        ImageFolder.folder(origin.of(), sources),
        spec,
        root -> new LabelTableFormat(root, origin.table(), spec.orientation()));
  }

  /** Holds a row, whose number is that of the table's rows from 1. */
  private record Row(int number, Map<String, String> values) {
    Optional<String> value(Optional<String> column) {
      return column.map(values::get).filter(text -> !text.isEmpty());
    }
  }

  @Override
  public String place() {
    return root.toString();
  }

  @Override
  public String expected(String split) {
    return "the table '%s'%s"
        .formatted(
            table.file(),
            split.equals(WHOLE) ? "" : ", nor '%s/%s'".formatted(split, table.file()));
  }

  @Override
  public boolean has(String split) {
    return Files.isRegularFile(root.resolve(table.file()))
        || Files.isRegularFile(root.resolve(split).resolve(table.file()));
  }

  /**
   * Lists a split; no image is read.
   *
   * @throws DatasetException if the table cannot be read, lacks a column or the split, or names an
   *     image twice with different classes
   */
  @Override
  public Split read(String split) {
    Path whole = root.resolve(table.file());
    boolean shared = Files.isRegularFile(whole);
    Path file = shared ? whole : root.resolve(split).resolve(table.file());
    List<Row> rows = rows(file);
    Optional<String> image = Optional.of(column(file, rows, table.image(), USUAL_IMAGE, "image"));
    Optional<String> label = Optional.of(column(file, rows, table.label(), USUAL_LABEL, "label"));
    Optional<String> group =
        table.group().map(name -> column(file, rows, Optional.of(name), List.of(), "group"));
    List<Finding> leftOut = new ArrayList<>();
    Map<String, Integer> labels = labels(rows, label);
    ImageFinder finder = new ImageFinder(root, file.getParent());
    Map<Path, Row> named = new LinkedHashMap<>();
    Set<Path> elsewhere = new HashSet<>();
    List<LabelledImage> images = new ArrayList<>();
    Set<Row> wanted = shared ? wanted(file, rows, split) : new HashSet<>(rows);
    for (Row row : rows) {
      Optional<String> path = row.value(image);
      if (path.isEmpty()) {
        leftOut.add(new Finding(table.file(), "row %d names no image".formatted(row.number())));
        continue;
      }
      Path found = finder.find(path.get());
      if (!wanted.contains(row)) {
        elsewhere.add(found);
        continue;
      }
      ImageFile stored = ImageFile.below(root, found, orientation);
      Optional<String> name = row.value(label);
      if (name.isEmpty()) {
        elsewhere.add(found);
        leftOut.add(
            new Finding(stored.name(), "row %d has no %s".formatted(row.number(), label.get())));
        continue;
      }
      Row before = named.putIfAbsent(found, row);
      if (before == null) {
        images.add(new LabelledImage(stored, labels.get(name.get()), row.value(group)));
      } else if (!before.value(label).equals(name)) {
        throw new DatasetException(
            "%s names the image %s twice with different classes: %s in row %d, %s in row %d"
                .formatted(
                    file,
                    stored.name(),
                    before.value(label).orElse(""),
                    before.number(),
                    name.get(),
                    row.number()));
      } else {
        leftOut.add(new Finding(stored.name(), "named again in row " + row.number()));
      }
    }
    for (Path other : finder.images()) {
      if (!named.containsKey(other) && !elsewhere.contains(other)) {
        leftOut.add(
            new Finding(
                ImageFile.below(root, other, orientation).name(), "not in " + table.file()));
      }
    }
    return new Split(List.copyOf(labels.keySet()), images, leftOut);
  }

  private static Map<String, Integer> labels(List<Row> rows, Optional<String> label) {
    TreeMap<String, Integer> labels =
        new TreeMap<>(
            (one, other) ->
                Arrays.compareUnsigned(
                    one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8)));
    rows.forEach(row -> row.value(label).ifPresent(name -> labels.put(name, 0)));
    int next = 0;
    for (Map.Entry<String, Integer> entry : labels.entrySet()) {
      entry.setValue(next++);
    }
    return labels;
  }

  private Set<Row> wanted(Path file, List<Row> rows, String split) {
    Set<String> columns = rows.get(0).values().keySet();
    Optional<String> column =
        table.split().isPresent()
            ? Optional.of(column(file, rows, table.split(), List.of(), "split"))
            : split.equals(WHOLE) ? Optional.empty() : usual(columns, USUAL_SPLIT);
    if (column.isEmpty()) {
      if (split.equals(WHOLE)) {
        return new HashSet<>(rows);
      }
      throw new DatasetException(
          "%s has no column that tells the split of an image: it has %s. Name it by splitColumn, or hold a part out with testFraction"
              .formatted(file, String.join(", ", columns)));
    }
    Set<Row> wanted = new HashSet<>();
    Set<String> others = new TreeSet<>();
    for (Row row : rows) {
      String value = row.value(column).orElse("");
      if (value.equals(split) || split.equals(WHOLE)) {
        wanted.add(row);
      } else {
        others.add(value);
      }
    }
    if (wanted.isEmpty()) {
      throw new DatasetException(
          "%s has no row whose %s is '%s': there are %s. Name the splits by the data set's train, validation and test attributes"
              .formatted(file, column.get(), split, others));
    }
    return wanted;
  }

  private static String column(
      Path file, List<Row> rows, Optional<String> given, List<String> usual, String what) {
    Set<String> columns = rows.get(0).values().keySet();
    Optional<String> found =
        given.isPresent() ? given.filter(columns::contains) : usual(columns, usual);
    return found.orElseThrow(
        () ->
            new DatasetException(
                "%s has no column %s: it has %s. Name the right one by %s"
                    .formatted(
                        file,
                        given.map(name -> "'" + name + "'").orElse("of the images' " + what),
                        String.join(", ", columns),
                        what.equals("group") ? "group" : what + "Column")));
  }

  private static Optional<String> usual(Set<String> columns, List<String> usual) {
    return usual.stream()
        .flatMap(name -> columns.stream().filter(column -> column.equalsIgnoreCase(name)))
        .findFirst();
  }

  private static List<Row> rows(Path file) {
    try {
      String text = Files.readString(file);
      if (text.startsWith("\uFEFF")) {
        text = text.substring(1);
      }
      String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
      List<Row> rows = name.matches(".*\\.(jsonl|ndjson|json)") ? json(text) : csv(text);
      if (rows.isEmpty()) {
        throw new DatasetException("%s has no row below its header".formatted(file));
      }
      return rows;
    } catch (JsonProcessingException e) {
      throw new DatasetException(
          "%s cannot be read at line %d: %s"
              .formatted(
                  file,
                  e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                  e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw new DatasetException(
          "%s cannot be read as CSV in UTF-8, or JSON Lines: %s".formatted(file, e), e);
    }
  }

  private static List<Row> csv(String text) throws IOException {
    String header = text.lines().findFirst().orElse("");
    char separator = ',';
    for (char other : new char[] {';', '\t'}) {
      if (count(header, other) > count(header, separator)) {
        separator = other;
      }
    }
    CsvSchema schema =
        CsvSchema.emptySchema().withHeader().withColumnSeparator(separator).withoutEscapeChar();
    List<Row> rows = new ArrayList<>();
    try (MappingIterator<Map<String, String>> values =
        CSV.readerForMapOf(String.class).with(schema).readValues(text)) {
      while (values.hasNext()) {
        rows.add(new Row(rows.size() + 1, values.next()));
      }
    } catch (RuntimeException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw e;
    }
    return rows;
  }

  private static long count(String text, char wanted) {
    return text.chars().filter(c -> c == wanted).count();
  }

  /** Reads an object a line, or an array of objects. */
  private static List<Row> json(String text) throws IOException {
    List<JsonNode> objects = new ArrayList<>();
    try (MappingIterator<JsonNode> values =
        Json.lenient().readerFor(JsonNode.class).readValues(text)) {
      while (values.hasNextValue()) {
        JsonNode one = values.nextValue();
        if (one.isArray()) {
          one.forEach(objects::add);
        } else {
          objects.add(one);
        }
      }
    }
    List<Row> rows = new ArrayList<>();
    for (JsonNode one : objects) {
      Map<String, String> values = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> field : one.properties()) {
        values.put(field.getKey(), field.getValue().isNull() ? "" : field.getValue().asText());
      }
      rows.add(new Row(rows.size() + 1, values));
    }
    return rows;
  }

  /** Finds the files that a table means. */
  private static final class ImageFinder {
    private final Path root;
    private final Path base;
    private Optional<Map<String, List<Path>>> byName = Optional.empty();

    ImageFinder(Path root, Path base) {
      this.root = root;
      this.base = base;
    }

    /**
     * Returns the file that a path of the table means, or where it would be.
     *
     * @throws DatasetException if it leads out of the data set, or several files could be meant
     */
    Path find(String path) {
      Path file = below(path);
      if (Files.exists(file) && !Files.isDirectory(file)) {
        return file;
      }
      String name = file.getFileName().toString();
      List<Path> same = names().getOrDefault(name, List.of());
      List<Path> within = same.stream().filter(one -> stem(one).endsWith(stem(file))).toList();
      List<Path> meant = within.size() == 1 ? within : same;
      if (meant.size() > 1) {
        throw new DatasetException(
            "The table's image '%s' may be any of %d files, %s and %s for example: give its path"
                .formatted(
                    path,
                    meant.size(),
                    root.relativize(meant.get(0)),
                    root.relativize(meant.get(1))));
      }
      return meant.isEmpty() ? file : meant.get(0);
    }

    private Path below(String path) {
      try {
        Path file = base.resolve(path.replace('\\', '/')).normalize();
        if (file.startsWith(root) && !file.equals(root)) {
          return file;
        }
      } catch (InvalidPathException e) {
        throw new DatasetException(
            "The table's image '%s' is no path: %s".formatted(path, e.getReason()), e);
      }
      throw new DatasetException(
          "The table's image '%s' leads out of the data set %s".formatted(path, root));
    }

    /** Returns all images below the table's folder. */
    List<Path> images() {
      return SortedListing.files(base).stream()
          .filter(file -> ImageFolder.fault(file).isEmpty())
          .toList();
    }

    /** Returns the images by their names, with and without an extension. */
    private Map<String, List<Path>> names() {
      if (byName.isEmpty()) {
        Map<String, List<Path>> names = new HashMap<>();
        for (Path file : images()) {
          String name = file.getFileName().toString();
          names.computeIfAbsent(name, key -> new ArrayList<>()).add(file);
          String stem = stem(file).getFileName().toString();
          if (!stem.equals(name)) {
            names.computeIfAbsent(stem, key -> new ArrayList<>()).add(file);
          }
        }
        byName = Optional.of(names);
      }
      return byName.get();
    }

    private Path stem(Path file) {
      String name = file.getFileName().toString();
      int dot = name.lastIndexOf('.');
      return base.relativize(dot > 0 ? file.resolveSibling(name.substring(0, dot)) : file);
    }
  }
}
