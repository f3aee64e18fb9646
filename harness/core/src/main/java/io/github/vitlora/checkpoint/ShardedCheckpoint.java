package io.github.vitlora.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.vitlora.io.AtomicFile;
import io.github.vitlora.io.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads a checkpoint in several safetensors files, and joins them to one. An index, {@code
 * model.safetensors.index.json}, says which file, a shard, has which tensor.
 */
public final class ShardedCheckpoint {
  /** Ends the name of every index. */
  public static final String INDEX = ".safetensors.index.json";

  private static final Pattern SHARD = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");

  private final Path index;

  /** The shard of each tensor. */
  private final Map<String, String> shards = new TreeMap<>();

  /**
   * Reads an index.
   *
   * @throws CheckpointException if it is none
   * @throws IOException if it cannot be read
   */
  public ShardedCheckpoint(Path index) throws IOException {
    this.index = index;
    JsonNode map = read(index).path("weight_map");
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      String shard = entry.getValue().asText();
      // It is made a path and an address of.
      if (!entry.getValue().isTextual() || !SHARD.matcher(shard).matches()) {
        throw new CheckpointException(
            index,
            "says that '%s' lies in %s, which is no name of a file beside it"
                .formatted(entry.getKey(), entry.getValue()));
      }
      shards.put(entry.getKey(), shard);
    }
    if (shards.isEmpty()) {
      throw new CheckpointException(
          index, "has no weight_map, by which an index says what is where");
    }
  }

  private static JsonNode read(Path index) throws IOException {
    byte[] json = Files.readAllBytes(index);
    try {
      return Json.lenient().readTree(json);
    } catch (JsonProcessingException e) {
      throw new CheckpointException(index, "is not well-formed JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new CheckpointException(index, "is not UTF-8 JSON", e);
    }
  }

  /** Returns the names of the shards, in alphabetical order. */
  public List<String> shards() {
    return shards.values().stream().distinct().sorted().toList();
  }

  /**
   * Writes all tensors as one safetensors file, in the order of the shards.
   *
   * @param files the shards, in the order of their names
   * @throws CheckpointException if one of them is no safetensors file, or they differ from the
   *     index
   */
  public void join(List<Path> files, FileChannel out) throws IOException {
    ObjectNode header = Json.strict().createObjectNode();
    Set<String> found = new HashSet<>();
    long base = 0;
    for (int i = 0; i < files.size(); i++) {
      try (SafetensorsFile shard = SafetensorsFile.open(files.get(i))) {
        for (String tensor : shard.names()) {
          require(shard, tensor, shards().get(i));
          found.add(tensor);
        }
        if (i == 0) {
          ObjectNode metadata = header.putObject(SafetensorsFile.METADATA);
          shard.metadata().forEach(metadata::put);
        }
        base = shard.describe(header, base);
      }
    }
    for (Map.Entry<String, String> entry : shards.entrySet()) {
      if (!found.contains(entry.getKey())) {
        throw new CheckpointException(
            index,
            "says that '%s' lies in %s, which has it not"
                .formatted(entry.getKey(), entry.getValue()));
      }
    }
    AtomicFile.writeAll(out, SafetensorsWriter.start(header));
    for (Path file : files) {
      try (SafetensorsFile shard = SafetensorsFile.open(file)) {
        shard.copyData(out);
      }
    }
  }

  private void require(SafetensorsFile shard, String tensor, String name)
      throws CheckpointException {
    if (!name.equals(shards.get(tensor))) {
      throw new CheckpointException(
          shard.file(),
          "has the tensor '%s', which by %s lies %s"
              .formatted(
                  tensor,
                  index.getFileName(),
                  shards.containsKey(tensor) ? "in " + shards.get(tensor) : "nowhere"));
    }
  }
}
