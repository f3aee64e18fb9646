package io.github.vitlora.checkpoint;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Lists the element types of safetensors files that are read. */
public enum TensorType {
  /** This is IEEE 754 single precision. */
  F32(4, true),
  /** This is IEEE 754 half precision. */
  F16(2, true),
  /** This is bfloat16, the upper half of single precision. */
  BF16(2, true),
  /** This is IEEE 754 double precision, which is rounded to single precision. */
  F64(8, true),
  /** This is a signed integer of 64 bits. */
  I64(8, false),
  /** This is a signed integer of 32 bits. */
  I32(4, false),
  /** This is a signed integer of 16 bits. */
  I16(2, false),
  /** This is a signed integer of 8 bits. */
  I8(1, false),
  /** This is an unsigned integer of 64 bits. */
  U64(8, false),
  /** This is an unsigned integer of 32 bits. */
  U32(4, false),
  /** This is an unsigned integer of 16 bits. */
  U16(2, false),
  /** This is an unsigned integer of 8 bits. */
  U8(1, false),
  /** This is true or false, in a byte. */
  BOOL(1, false);

  private final int bytes;
  private final boolean real;

  TensorType(int bytes, boolean real) {
    this.bytes = bytes;
    this.real = real;
  }

  /** Returns the size of an element in bytes. */
  public int bytes() {
    return bytes;
  }

  /** Returns whether elements are floating-point numbers, as weights are. */
  public boolean isReal() {
    return real;
  }

  static Optional<TensorType> named(String name) {
    return Arrays.stream(values()).filter(t -> t.name().equals(name)).findFirst();
  }

  static List<String> names() {
    return Arrays.stream(values()).map(Enum::name).toList();
  }
}
