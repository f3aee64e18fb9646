package io.github.vitlora.result;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.github.vitlora.fault.FileFaults;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What a trial predicted on each test image, as comma-separated values (RFC 4180, UTF-8): a line of
 * headings, then a line an image. The same predictions give the same bytes everywhere. A file is
 * there whole or not at all.
 */
public final class PredictionsFile {

  /** A line; probabilities have text of their own, since Java's is not the same in all versions. */
  @JsonPropertyOrder({
    "image",
    "trueClass",
    "predictedClass",
    "probability",
    "trueClassProbability"
  })
  private record Line(
      String image,
      String trueClass,
      String predictedClass,
      BigDecimal probability,
      BigDecimal trueClassProbability) {

    /** As many digits as tell a float from its neighbours. */
    private static final MathContext DIGITS = new MathContext(9);

    static Line of(Prediction one) {
      return new Line(
          one.image(),
          one.trueClass(),
          one.predictedClass(),
          digits(one.probability()),
          digits(one.trueClassProbability()));
    }

    private static BigDecimal digits(float probability) {
      return new BigDecimal(probability).round(DIGITS).stripTrailingZeros();
    }
  }

  private static final CsvMapper MAPPER =
      CsvMapper.builder()
          // With lines that end in CR LF, a name with a line feed would otherwise not be quoted.
          .enable(CsvGenerator.Feature.ALWAYS_QUOTE_STRINGS)
          .enable(CsvParser.Feature.FAIL_ON_MISSING_COLUMNS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .withCoercionConfig(
              LogicalType.Float,
              empty -> empty.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
          .build();

  private static final CsvSchema SCHEMA =
      MAPPER.schemaFor(Line.class).withHeader().withStrictHeaders(true).withLineSeparator("\r\n");

  private PredictionsFile() {}

  /**
   * Writes a file, replacing it whole.
   *
   * @return the SHA-256 of its bytes, in hexadecimal
   * @throws ResultException if it cannot be written
   */
  public static String write(Path file, List<Prediction> predictions) {
    byte[] bytes = text(predictions).getBytes(StandardCharsets.UTF_8);
    WholeFile.write(file, bytes);
    return sha256(bytes);
  }

  /** Whether a file is there and has this SHA-256. */
  public static boolean holds(Path file, String sha256) {
    try {
      return Files.isRegularFile(file) && sha256(Files.readAllBytes(file)).equals(sha256);
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
        MappingIterator<Prediction> lines =
            MAPPER.readerFor(Prediction.class).with(SCHEMA).readValues(in)) {
      while (lines.hasNextValue()) {
        Prediction one = lines.nextValue();
        if (!isShare(one.probability()) || !isShare(one.trueClassProbability())) {
          throw malformed(file, predictions.size() + 2, "a probability is not in [0, 1]", null);
        }
        predictions.add(
            new Prediction(
                one.image(),
                // A class has a name that all its images share.
                classes.computeIfAbsent(one.trueClass(), name -> name),
                classes.computeIfAbsent(one.predictedClass(), name -> name),
                one.probability(),
                one.trueClassProbability()));
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

  private static boolean isShare(float probability) {
    return probability >= 0 && probability <= 1;
  }

  private static ResultException malformed(Path file, int line, String what, Throwable cause) {
    return new ResultException(
        file, "it is not a file of predictions: line " + line + ": " + what, cause);
  }

  private static String text(List<Prediction> predictions) {
    try {
      return MAPPER.writer(SCHEMA).writeValueAsString(predictions.stream().map(Line::of).toList());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("every prediction is a line", e);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
