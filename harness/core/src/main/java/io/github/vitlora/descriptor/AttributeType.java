package io.github.vitlora.descriptor;

import io.github.vitlora.io.Range;
import io.github.vitlora.io.Slug;
import io.github.vitlora.io.Suggestions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Says what an attribute's value may be: how it is read, and the words for what is allowed.
 *
 * @param <T> what it is read to
 */
final class AttributeType<T> {
  // The space that XML knows, and no other.
  private static final Pattern SPACE = Pattern.compile("[ \t\r\n]+");
  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?");

  static final AttributeType<String> TEXT =
      text("a text that is not empty", value -> !value.isEmpty());

  static final AttributeType<String> SLUG = text(Slug.PHRASE, Slug::is);

  static final AttributeType<String> SHA256 =
      text(
          "a SHA-256 checksum of 64 hexadecimal digits",
          Pattern.compile("[0-9a-fA-F]{64}").asMatchPredicate());

  static final AttributeType<String> REGULAR_EXPRESSION =
      text(
          "a regular expression of up to 200 characters",
          value -> !value.isEmpty() && value.length() <= 200);

  static final AttributeType<Boolean> FLAG =
      new AttributeType<>(
          "true or false",
          value ->
              switch (value) {
                case "true", "1" -> Optional.of(true);
                case "false", "0" -> Optional.of(false);
                default -> Optional.empty();
              });

  static final AttributeType<Integer> COUNT = whole(Range.COUNT);

  static final AttributeType<Double> POSITIVE = number(Range.POSITIVE);

  static final AttributeType<Double> NOT_NEGATIVE = number(Range.NOT_NEGATIVE);

  static final AttributeType<Double> FRACTION = number(Range.FRACTION);

  static final AttributeType<Double> UP_TO_ONE = number(Range.UP_TO_ONE);

  /** Rates to try; none where they are searched. */
  static final AttributeType<List<Double>> LEARNING_RATES =
      several("auto alone, or one or more finite numbers above 0, separated by spaces", POSITIVE)
          .or("auto", List.of());

  /** The architecture and the targets bound ranks from both sides, so that the reader does. */
  static final AttributeType<List<Integer>> RANKS =
      several(
          "one or more whole numbers of at least 1, separated by spaces",
          whole(Range.between(Integer.MIN_VALUE, Integer.MAX_VALUE)));

  static final AttributeType<List<Long>> SEEDS =
      several(
          "one or more whole numbers between 0 and %s, separated by spaces"
              .formatted(Long.MAX_VALUE),
          new AttributeType<>(
              "", value -> parsed(WHOLE, value, Long::valueOf).filter(seed -> seed >= 0)));

  private final String phrase;
  private final List<String> options;
  private final Optional<AttributeType<?>> item;
  private final Function<String, Optional<T>> parser;

  private AttributeType(
      String phrase,
      List<String> options,
      Optional<AttributeType<?>> item,
      Function<String, Optional<T>> parser) {
    this.phrase = phrase;
    this.options = options;
    this.item = item;
    this.parser = parser;
  }

  private AttributeType(String phrase, Function<String, Optional<T>> parser) {
    this(phrase, List.of(), Optional.empty(), parser);
  }

  /** Takes a text that fulfils a condition. */
  static AttributeType<String> text(String phrase, Predicate<String> condition) {
    return new AttributeType<>(phrase, value -> Optional.of(value).filter(condition));
  }

  /** Takes a whole number. */
  static AttributeType<Integer> whole(Range range) {
    return new AttributeType<>(
        range.phrase(),
        value -> parsed(WHOLE, value, Integer::valueOf).filter(n -> range.holds().test(n)));
  }

  /** Takes a number of double precision, as JSON has them: neither NaN nor infinite. */
  static AttributeType<Double> number(Range range) {
    return new AttributeType<>(
        range.phrase(),
        value -> parsed(DECIMAL, value, Double::valueOf).filter(x -> range.holds().test(x)));
  }

  /** Takes two numbers. */
  static AttributeType<List<Double>> two(String phrase, Range range) {
    return list(phrase, number(range), n -> n == 2);
  }

  /** Takes one number for grey images, or three for images in colour, of single precision. */
  static AttributeType<List<Float>> channels(String phrase, Range range) {
    return list(
        phrase,
        new AttributeType<>(
            "", value -> parsed(DECIMAL, value, Float::valueOf).filter(x -> range.holds().test(x))),
        n -> n == 1 || n == 3);
  }

  /** Takes one or more names, none of them empty. */
  static AttributeType<List<String>> names(String phrase) {
    return several(phrase, text("", value -> true));
  }

  /** Takes one or more values. */
  static <T> AttributeType<List<T>> several(String phrase, AttributeType<T> item) {
    return list(phrase, item, n -> n > 0);
  }

  /** Takes one or more values that are written in a form of their own. */
  static <T> AttributeType<List<T>> several(
      String phrase, String form, Function<String, T> reader) {
    Pattern pattern = Pattern.compile(form);
    return several(phrase, new AttributeType<>("", value -> parsed(pattern, value, reader)));
  }

  private static <T> AttributeType<List<T>> list(
      String phrase, AttributeType<T> item, IntPredicate length) {
    return new AttributeType<>(
        phrase,
        List.of(),
        Optional.of(item),
        value -> {
          List<T> items = new ArrayList<>();
          for (String word : words(value)) {
            Optional<T> read = item.parser.apply(word);
            if (read.isEmpty()) {
              return Optional.empty();
            }
            items.add(read.get());
          }
          return length.test(items.size()) ? Optional.of(List.copyOf(items)) : Optional.empty();
        });
  }

  /** Takes one of the constants of an enumeration, each by its name in lower case. */
  static <E extends Enum<E>> AttributeType<E> oneOf(Class<E> constants) {
    return oneOf(List.of(constants.getEnumConstants()), AttributeType::nameOf);
  }

  /** Returns what descriptors call a constant. */
  static String nameOf(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** Takes one of these values, each by its name. */
  static <T> AttributeType<T> oneOf(List<T> values, Function<T, String> name) {
    List<String> names = values.stream().map(name).toList();
    int last = names.size() - 1;
    return oneOf(
        last == 0
            ? names.get(0)
            : String.join(", ", names.subList(0, last)) + " or " + names.get(last),
        values,
        name);
  }

  /** Takes one of these values, which are too many to be listed wherever one is asked for. */
  static <T> AttributeType<T> oneOf(String phrase, List<T> values, Function<T, String> name) {
    List<String> names = values.stream().map(name).toList();
    return new AttributeType<>(
        phrase,
        names,
        Optional.empty(),
        value ->
            IntStream.range(0, names.size())
                .filter(i -> names.get(i).equals(value))
                .mapToObj(values::get)
                .findFirst());
  }

  /** Numbers that Java reads are refused where they are not of the form, and too large ones. */
  private static <T> Optional<T> parsed(Pattern form, String value, Function<String, T> reader) {
    try {
      return form.matcher(value).matches() ? Optional.of(reader.apply(value)) : Optional.empty();
    } catch (NumberFormatException tooLarge) {
      return Optional.empty();
    }
  }

  private static List<String> words(String value) {
    return value.isEmpty() ? List.of() : Arrays.asList(SPACE.split(value));
  }

  /** Returns a text without space at its ends, and with one space wherever there is any in it. */
  static String collapse(String text) {
    String single = SPACE.matcher(text).replaceAll(" ");
    int start = single.startsWith(" ") ? 1 : 0;
    int end = single.endsWith(" ") ? single.length() - 1 : single.length();
    return start < end ? single.substring(start, end) : "";
  }

  /** Takes one more word, which has a value of its own. */
  private AttributeType<T> or(String word, T meaning) {
    return new AttributeType<>(
        phrase,
        options,
        item,
        value -> value.equals(word) ? Optional.of(meaning) : parser.apply(value));
  }

  /** Returns what is allowed, as in "epochs takes a whole number". */
  String phrase() {
    return phrase;
  }

  /** Returns the names that a value may be; none where it is no name. */
  List<String> options() {
    return options;
  }

  /** Returns the value, whatever space is around it; empty where it is not allowed. */
  Optional<T> read(String value) {
    return parser.apply(collapse(value));
  }

  /** Says what is wrong with a value, and what is allowed. */
  String complaint(String attribute, String value) {
    if (!options.isEmpty()) {
      return "%s \"%s\" is not known: allowed %s %s%s"
          .formatted(
              attribute,
              value,
              options.size() == 1 ? "is" : "are",
              String.join(", ", options),
              Suggestions.hint(collapse(value), options));
    }
    return "%s is not allowed: %s takes %s"
        .formatted(
            culprit(value)
                .map(word -> "\"%s\" in %s \"%s\"".formatted(word, attribute, value))
                .orElseGet(() -> "%s \"%s\"".formatted(attribute, value)),
            attribute,
            phrase);
  }

  /** The one of several words that is wrong by itself, if one is. */
  private Optional<String> culprit(String value) {
    List<String> words = words(collapse(value));
    return words.size() < 2
        ? Optional.empty()
        : item.flatMap(
            type -> words.stream().filter(w -> type.parser.apply(w).isEmpty()).findFirst());
  }
}
