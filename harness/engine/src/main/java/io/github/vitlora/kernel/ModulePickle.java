package io.github.vitlora.kernel;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the object of a saved module in Python's pickle format, protocol 2: an instance of the
 * class with its tensors, whose numbers lie beside it in files named by their indices.
 */
final class ModulePickle {
  private static final String PROTOCOL = "\u0080\u0002";
  private static final String EMPTY_TUPLE = ")";
  private static final String NEW_OBJECT = "\u0081";
  private static final String EMPTY_DICT = "}";
  private static final String SET_ITEM = "s";
  private static final String BUILD = "b";
  private static final String STOP = ".";
  private static final String MARK = "(";
  private static final String TUPLE = "t";
  private static final String REDUCE = "R";
  private static final String PERSISTENT_ID = "Q";
  private static final String TRUE = "\u0088";
  private static final String FALSE = "\u0089";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private ModulePickle() {}

  static byte[] of(String name, List<ScriptArchive.Parameter> parameters) {
    ModulePickle pickle = new ModulePickle();
    pickle.code(PROTOCOL + global("__torch__", name) + EMPTY_TUPLE + NEW_OBJECT + EMPTY_DICT);
    pickle.text("training");
    pickle.code((parameters.isEmpty() ? TRUE : FALSE) + SET_ITEM);
    for (int i = 0; i < parameters.size(); i++) {
      pickle.text(parameters.get(i).name());
      pickle.tensor(i, parameters.get(i).shape());
      pickle.code(SET_ITEM);
    }
    pickle.code(BUILD + STOP);
    return pickle.bytes.toByteArray();
  }

  /** Writes a call of {@code _rebuild_tensor_v2} with storage, offset, sizes and strides. */
  private void tensor(int index, List<Long> shape) {
    long size = 1;
    List<Long> strides = new ArrayList<>();
    for (int i = shape.size() - 1; i >= 0; i--) {
      strides.add(0, size);
      size *= shape.get(i);
    }
    code(global("torch._utils", "_rebuild_tensor_v2") + MARK + MARK);
    text("storage");
    code(global("torch", "FloatStorage"));
    text(Integer.toString(index));
    text("cpu");
    number(size);
    code(TUPLE + PERSISTENT_ID);
    number(0);
    numbers(shape);
    numbers(strides);
    code(FALSE + global("collections", "OrderedDict") + EMPTY_TUPLE + REDUCE + TUPLE + REDUCE);
  }

  private static String global(String module, String name) {
    return "c" + module + "\n" + name + "\n";
  }

  private void numbers(List<Long> values) {
    code(MARK);
    values.forEach(this::number);
    code(TUPLE);
  }

  private void number(long value) {
    code("J");
    little(Math.toIntExact(value));
  }

  private void text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    code("X");
    little(utf8.length);
    bytes.writeBytes(utf8);
  }

  private void little(int value) {
    bytes.writeBytes(
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
  }

  private void code(String operations) {
    bytes.writeBytes(operations.getBytes(StandardCharsets.ISO_8859_1));
  }
}
