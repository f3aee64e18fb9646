package io.github.vitlora.checkpoint;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Lists the element types of safetensors files that are read and written. */
public enum TensorType {
  /** This is IEEE 754 single precision. */
  F32(4),
  /** This is IEEE 754 half precision. */
  F16(2),
  /** This is bfloat16, the upper half of single precision. */
  BF16(2);

  private final int bytes;

  TensorType(int bytes) {
    this.bytes = bytes;
  }

  /** Returns the size of an element in bytes. */
  public int bytes() {
    return bytes;
  }

  static Optional<TensorType> named(String name) {
    return Arrays.stream(values()).filter(t -> t.name().equals(name)).findFirst();
  }

  static List<String> names() {
    return Arrays.stream(values()).map(Enum::name).toList();
  }
}
