package io.github.vitlora.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.github.vitlora.io.AtomicFile;
import io.github.vitlora.io.Digests;
import io.github.vitlora.io.FileFaults;
import io.github.vitlora.result.Prediction.Standing;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a trial predicted on each test image, as comma-separated values (RFC 4180, UTF-8): a line of
 * headings, then a line an image. The same predictions give the same bytes everywhere. A file is
 * there whole or not at all. Files of earlier versions lack the last two columns.
 */
public final class PredictionsFile {
  private static final String IMAGE = "image";
  private static final String TRUE_CLASS = "trueClass";
  private static final String PREDICTED_CLASS = "predictedClass";
  private static final String PROBABILITY = "probability";
  private static final String TRUE_CLASS_PROBABILITY = "trueClassProbability";
  private static final String RANK = "rank";
  private static final String BRIER = "brier";
  private static final String[] COLUMNS = {
    IMAGE, TRUE_CLASS, PREDICTED_CLASS, PROBABILITY, TRUE_CLASS_PROBABILITY, RANK, BRIER
  };
  private static final String[] EARLIER_COLUMNS = Arrays.copyOf(COLUMNS, COLUMNS.length - 2);

  /** A line; probabilities have text of their own, since Java's is not the same in all versions. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Line(
      String image,
      String trueClass,
      String predictedClass,
      BigDecimal probability,
      BigDecimal trueClassProbability,
      Integer rank,
      BigDecimal brier) {

    /** As many digits as tell a float from its neighbours. */
    private static final MathContext DIGITS = new MathContext(9);

    static Line of(Prediction one) {
      return new Line(
          one.image(),
          one.trueClass(),
          one.predictedClass(),
          digits(one.probability()),
          digits(one.trueClassProbability()),
          one.standing().map(Standing::rank).orElse(null),
          one.standing().map(standing -> digits(standing.brier())).orElse(null));
    }

    private static BigDecimal digits(float number) {
      return new BigDecimal(number).round(DIGITS).stripTrailingZeros();
    }
  }

  private static final CsvMapper MAPPER =
      CsvMapper.builder()
          // With lines that end in CR LF, a name with a line feed would otherwise not be quoted.
          .enable(CsvGenerator.Feature.ALWAYS_QUOTE_STRINGS)
          .build();

  private static final ObjectReader READER =
      MAPPER.readerFor(String[].class).with(CsvParser.Feature.WRAP_AS_ARRAY);

  private PredictionsFile() {}

  /**
   * Writes a file, replacing it whole. It has the last two columns where every prediction does.
   *
   * @return the SHA-256 of its bytes, in hexadecimal
   * @throws ResultException if it cannot be written
   */
  public static String write(Path file, List<Prediction> predictions) {
    byte[] bytes = text(predictions).getBytes(StandardCharsets.UTF_8);
    try {
      AtomicFile.write(file, bytes);
    } catch (IOException e) {
      throw ResultException.unwritable(file, e);
    }
    return Digests.of(bytes);
  }

  /** Whether a file is there and has this SHA-256. */
  public static boolean holds(Path file, String sha256) {
    try {
      return Files.isRegularFile(file) && Digests.of(Files.readAllBytes(file)).equals(sha256);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Reads a file.
   *
   * @throws ResultException if it is missing or not what {@link #write} writes; the message names
   *     the line
   */
  public static List<Prediction> read(Path file) {
    Map<String, String> classes = new HashMap<>();
    List<Prediction> predictions = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file);
        MappingIterator<String[]> lines = READER.readValues(in)) {
      String[] headings = lines.hasNextValue() ? lines.nextValue() : new String[0];
      if (!Arrays.equals(headings, COLUMNS) && !Arrays.equals(headings, EARLIER_COLUMNS)) {
        throw malformed(file, 1, "headings have to be " + String.join(",", COLUMNS), null);
      }
      while (lines.hasNextValue()) {
        String[] cells = lines.nextValue();
        int line = predictions.size() + 2;
        if (cells.length != headings.length) {
          String what = "it has %d values, not %d".formatted(cells.length, headings.length);
          throw malformed(file, line, what, null);
        }
        predictions.add(prediction(file, line, cells, classes));
      }
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw malformed(file, at == null ? 1 : at.getLineNr(), e.getOriginalMessage(), e);
    } catch (NoSuchFileException e) {
      throw new ResultException(file, "there is no such file", e);
    } catch (IOException e) {
      throw new ResultException(file, "it cannot be read: " + FileFaults.text(e), e);
    }
    return predictions;
  }

  /** By hand: a large report reads a million lines. */
  private static Prediction prediction(
      Path file, int line, String[] cells, Map<String, String> classes) {
    // A class has a name that all its images share.
    return new Prediction(
        cells[0],
        classes.computeIfAbsent(cells[1], name -> name),
        classes.computeIfAbsent(cells[2], name -> name),
        number(file, line, cells[3], "probability", 1),
        number(file, line, cells[4], "probability", 1),
        cells.length == COLUMNS.length
            ? Optional.of(
                new Standing(
                    rank(file, line, cells[5]), number(file, line, cells[6], "Brier score", 2)))
            : Optional.empty());
  }

  private static int rank(Path file, int line, String cell) {
    try {
      int rank = Integer.parseInt(cell);
      if (rank >= 1) {
        return rank;
      }
      throw malformed(file, line, "a rank is below 1", null);
    } catch (NumberFormatException e) {
      throw malformed(file, line, "\"" + cell + "\" is not a rank", e);
    }
  }

  private static float number(Path file, int line, String cell, String what, int most) {
    float number;
    try {
      number = Float.parseFloat(cell);
    } catch (NumberFormatException e) {
      throw malformed(file, line, "\"%s\" is not a %s".formatted(cell, what), e);
    }
    if (!(number >= 0 && number <= most)) {
      throw malformed(file, line, "a %s is not in [0, %d]".formatted(what, most), null);
    }
    return number;
  }

  private static ResultException malformed(Path file, int line, String what, Throwable cause) {
    return new ResultException(
        file, "it is not a file of predictions: line " + line + ": " + what, cause);
  }

  private static String text(List<Prediction> predictions) {
    boolean whole = predictions.stream().allMatch(one -> one.standing().isPresent());
    CsvSchema schema =
        CsvSchema.builder()
            .addColumns(List.of(whole ? COLUMNS : EARLIER_COLUMNS), CsvSchema.ColumnType.STRING)
            .setUseHeader(true)
            .setLineSeparator("\r\n")
            .build();
    try {
      return MAPPER.writer(schema).writeValueAsString(predictions.stream().map(Line::of).toList());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("every prediction is a line", e);
    }
  }
}
