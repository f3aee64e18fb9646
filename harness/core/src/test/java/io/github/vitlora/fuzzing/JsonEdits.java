package io.github.vitlora.fuzzing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.random.RandomGenerator;

/** JSON documents like those of a corpus, with values replaced, moved, repeated or left out. */
public final class JsonEdits {

  private static final JsonMapper JSON = new JsonMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final int MOST_COPIES = 500;

  /** No repetition adds more values than this. */
  private static final int MOST_ADDED = 2_000;

  private final List<JsonNode> seeds = new ArrayList<>();
  private final List<JsonNode> parts = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  /** Learns the documents, their parts and the names of their fields. */
  public JsonEdits(List<byte[]> corpus) throws IOException {
    for (byte[] document : corpus) {
      JsonNode seed = JSON.readTree(document);
      seeds.add(seed);
      collect(seed);
    }
  }

  private void collect(JsonNode node) {
    parts.add(node);
    node.fieldNames().forEachRemaining(names::add);
    node.forEach(this::collect);
  }

  /** A document with up to four values edited, still JSON. */
  public JsonNode tree(RandomGenerator random) {
    JsonNode tree = seeds.get(random.nextInt(seeds.size())).deepCopy();
    for (int edits = random.nextInt(5); edits > 0; edits--) {
      List<JsonNode> containers = new ArrayList<>();
      containers(tree, containers);
      if (containers.isEmpty()) {
        return replacement(random, tree);
      }
      edit(random, containers.get(random.nextInt(containers.size())));
    }
    return random.nextInt(50) == 0 ? replacement(random, tree) : tree;
  }

  /** A document as text, in one case of four damaged as text as well. */
  public byte[] bytes(RandomGenerator random) {
    return text(random, tree(random));
  }

  /** The document as text, in one case of four damaged. */
  public static byte[] text(RandomGenerator random, JsonNode tree) {
    byte[] text = tree.toString().getBytes(StandardCharsets.UTF_8);
    return random.nextInt(4) == 0 ? ByteEdits.some(random, text) : text;
  }

  private static void containers(JsonNode node, List<JsonNode> found) {
    if (!node.isEmpty()) {
      found.add(node);
      node.forEach(child -> containers(child, found));
    }
  }

  private void edit(RandomGenerator random, JsonNode container) {
    if (container instanceof ObjectNode object) {
      edit(random, object);
    } else if (container instanceof ArrayNode array) {
      edit(random, array);
    }
  }

  private void edit(RandomGenerator random, ObjectNode object) {
    String name = anyName(random, object);
    switch (random.nextInt(6)) {
      case 0 -> object.remove(name);
      case 1 -> object.set(anyName(random, object), object.get(name).deepCopy());
      case 2 -> object.set(names.get(random.nextInt(names.size())), object.remove(name));
      case 3 -> {
        JsonNode copied = object.get(name);
        for (int copies = copies(random, copied); copies > 0; copies--) {
          object.set(name + copies, copied.deepCopy());
        }
      }
      default -> object.set(name, replacement(random, object.get(name)));
    }
  }

  private void edit(RandomGenerator random, ArrayNode array) {
    int at = random.nextInt(array.size());
    switch (random.nextInt(5)) {
      case 0 -> array.remove(at);
      case 1 -> array.insert(random.nextInt(array.size() + 1), array.get(at).deepCopy());
      case 2 -> {
        JsonNode copied = array.get(at);
        for (int copies = copies(random, copied); copies > 0; copies--) {
          array.add(copied.deepCopy());
        }
      }
      default -> array.set(at, replacement(random, array.get(at)));
    }
  }

  private static int copies(RandomGenerator random, JsonNode copied) {
    return Math.min(copies(random), MOST_ADDED / size(copied));
  }

  private static int size(JsonNode node) {
    int size = 1;
    for (JsonNode child : node) {
      size += size(child);
    }
    return size;
  }

  private static int copies(RandomGenerator random) {
    return random.nextInt(20) == 0 ? random.nextInt(MOST_COPIES) : random.nextInt(4);
  }

  private static String anyName(RandomGenerator random, ObjectNode object) {
    Iterator<String> fields = object.fieldNames();
    for (int skipped = random.nextInt(object.size()); skipped > 0; skipped--) {
      fields.next();
    }
    return fields.next();
  }

  private JsonNode replacement(RandomGenerator random, JsonNode replaced) {
    return switch (random.nextInt(20)) {
      case 0, 1, 2 -> NODES.nullNode();
      case 3 -> NODES.booleanNode(random.nextBoolean());
      case 4 -> NODES.numberNode(random.nextInt(-2, 10));
      case 5 -> NODES.numberNode(random.nextLong() >> random.nextInt(64));
      case 6 -> NODES.numberNode(Long.MAX_VALUE - random.nextInt(2));
      case 7 -> NODES.numberNode(BigInteger.ONE.shiftLeft(random.nextInt(200)));
      case 8 -> NODES.numberNode(new BigDecimal("1e" + random.nextInt(-1_000_000, 1_000_000)));
      case 9 -> NODES.numberNode(random.nextDouble() * 10);
      case 10 -> NODES.numberNode(Double.longBitsToDouble(random.nextLong() & ~(1L << 62)));
      case 11 -> NODES.textNode("");
      case 12 -> NODES.textNode(random.nextBoolean() ? "NaN" : "-Infinity");
      case 13 -> NODES.textNode("x\0\uD800 ".repeat(copies(random)));
      case 14 -> NODES.textNode(replaced.asText() + " ");
      case 15 -> NODES.arrayNode().add(replaced.deepCopy());
      case 16 -> nested(random, replaced.deepCopy());
      case 17 -> random.nextBoolean() ? NODES.objectNode() : NODES.arrayNode();
      default -> parts.get(random.nextInt(parts.size())).deepCopy();
    };
  }

  private static JsonNode nested(RandomGenerator random, JsonNode core) {
    JsonNode nested = core;
    for (int depth = copies(random); depth > 0; depth--) {
      nested =
          random.nextBoolean()
              ? NODES.arrayNode().add(nested)
              : NODES.objectNode().set("x", nested);
    }
    return nested;
  }
}
