package io.github.vitlora.fuzzing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** XML documents like those of a corpus, with tags, attributes and values edited. */
public final class XmlEdits {

  private static final Pattern ATTRIBUTE = Pattern.compile("([\\w:]+)=\"([^\"]*)\"");
  private static final Pattern TAG = Pattern.compile("</?\\w[^>]*>");

  /** What stands between tags, or tries to. */
  private static final List<String> PIECES =
      List.of(
          "<!-- -->",
          "<?x y?>",
          "text",
          "<![CDATA[<x]]>",
          "&lt;",
          "&#x1F600;",
          "&#0;",
          "&unheard;",
          "<!DOCTYPE x [<!ENTITY a \"b\">]>",
          "<x:y xmlns:x=\"urn:x\"/>",
          "<description>more</description>",
          "<?xml version=\"1.1\" encoding=\"UTF-16\"?>");

  private static final List<String> VALUES =
      List.of(
          "",
          " ",
          "0",
          "-1",
          "1",
          "1 1",
          "2147483648",
          "9223372036854775807",
          "9223372036854775808",
          "1e400",
          "4.9e-324",
          "NaN",
          "INF",
          "-INF",
          "0x1p3",
          "+1",
          "1.0",
          "1e0",
          "0.0",
          "1e-9",
          "file:",
          "file:.",
          "file:?q",
          "file:///%00",
          "file:/a%20b#c",
          "file:a?b",
          "hf:",
          "hf:a/b/c",
          "maven:::",
          "maven:g:a:1",
          "classpath:x",
          "http://[",
          "https://h",
          "https:h/x",
          "C:\\dogs",
          "x",
          "..",
          "../..",
          "/",
          "~",
          "${set}",
          "${",
          "${}",
          "${unset}",
          "$",
          "\0",
          "ß",
          "\uD83D\uDE00",
          "lora",
          "full",
          "linear-probe",
          "fullFineTuning",
          "attn.qkv",
          "blocks.0.attn.qkv",
          "head");

  private final List<String> seeds;
  private final List<String> attributes = new ArrayList<>();
  private final List<String> tags = new ArrayList<>();
  private final List<String> values = new ArrayList<>(VALUES);
  private final List<String> names = new ArrayList<>();

  /** Learns the documents, their tags, attributes and values. */
  public XmlEdits(List<byte[]> corpus) {
    seeds = corpus.stream().map(bytes -> new String(bytes, StandardCharsets.UTF_8)).toList();
    for (String seed : seeds) {
      TAG.matcher(seed).results().forEach(tag -> tags.add(tag.group()));
      ATTRIBUTE
          .matcher(seed)
          .results()
          .forEach(
              attribute -> {
                attributes.add(" " + attribute.group());
                names.add(attribute.group(1));
                values.add(attribute.group(2));
              });
    }
  }

  /** A document with up to four edits, in one case of four damaged as bytes as well. */
  public byte[] bytes(RandomGenerator random) {
    String document = any(random, seeds);
    for (int edits = random.nextInt(5); edits > 0; edits--) {
      document = edited(random, document);
    }
    byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
    return random.nextInt(4) == 0 ? ByteEdits.some(random, bytes) : bytes;
  }

  private String edited(RandomGenerator random, String document) {
    return switch (random.nextInt(9)) {
      case 0, 1, 2, 3 -> valueEdited(random, document);
      case 4 -> replaced(random, document, ATTRIBUTE, 0, "");
      case 5 -> replaced(random, document, ATTRIBUTE, 1, any(random, names));
      case 6 -> replaced(random, document, TAG, 0, tag(random));
      case 7 -> {
        String attribute = any(random, attributes);
        yield replaced(random, document, ATTRIBUTE, 0, attribute.strip());
      }
      default -> {
        int at = document.indexOf('>', random.nextInt(document.length() + 1)) + 1;
        yield document.substring(0, at)
            + repeated(random, random.nextBoolean() ? any(random, PIECES) : tag(random))
            + document.substring(at);
      }
    };
  }

  private String tag(RandomGenerator random) {
    return random.nextInt(4) == 0 ? "" : any(random, tags);
  }

  private String valueEdited(RandomGenerator random, String document) {
    MatchResult attribute = any(random, ATTRIBUTE, document);
    if (attribute == null) {
      return document;
    }
    String old = attribute.group(2);
    String value =
        switch (random.nextInt(6)) {
          case 0 -> old + " " + any(random, values);
          case 1 -> repeated(random, old + " ");
          case 2 -> numbers(random);
          case 3 -> " " + old + "\n";
          default -> any(random, values);
        };
    String escaped = value.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    return document.substring(0, attribute.start(2))
        + escaped
        + document.substring(attribute.end(2));
  }

  private static String numbers(RandomGenerator random) {
    StringBuilder numbers = new StringBuilder();
    int first = random.nextInt(200);
    for (int count = times(random); count > 0; count--) {
      numbers.append(first + count).append(' ');
    }
    return numbers.toString();
  }

  private static String repeated(RandomGenerator random, String piece) {
    return piece.repeat(Math.min(times(random), 20_000 / (1 + piece.length())));
  }

  private static int times(RandomGenerator random) {
    return random.nextInt(20) == 0 ? random.nextInt(2_000) : 1 + random.nextInt(4);
  }

  private static String replaced(
      RandomGenerator random, String document, Pattern pattern, int group, String replacement) {
    MatchResult match = any(random, pattern, document);
    return match == null
        ? document
        : document.substring(0, match.start(group))
            + replacement
            + document.substring(match.end(group));
  }

  private static MatchResult any(RandomGenerator random, Pattern pattern, String document) {
    List<MatchResult> matches = pattern.matcher(document).results().toList();
    return matches.isEmpty() ? null : any(random, matches);
  }

  private static <T> T any(RandomGenerator random, List<T> items) {
    return items.get(random.nextInt(items.size()));
  }
}
