package io.github.vitlora.kernel;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A script holds compiled TorchScript functions. Nothing that they compute is recorded for
 * autograd.
 */
public final class Script implements AutoCloseable {
  /** The model owns the native module; once it is collected, the module is gone. */
  private final Model model;

  private final PtSymbolBlock module;

  private Script(Model model) {
    this.model = model;
    module = (PtSymbolBlock) model.getBlock();
  }

  /**
   * Compiles the functions of a file that {@link ScriptArchive#write} wrote.
   *
   * @throws EngineException when this libtorch does not read it
   */
  public static Script load(Path file) throws IOException {
    return compile(Files.readAllBytes(file));
  }

  /**
   * Compiles functions.
   *
   * @param archive as {@link ScriptArchive} packs them
   * @throws EngineException when this libtorch lacks an operator that they call
   */
  static Script compile(byte[] archive) {
    Model model = Model.newInstance("kernels", "PyTorch");
    try {
      model.load(new ByteArrayInputStream(archive));
    } catch (IOException e) {
      model.close();
      throw new UncheckedIOException("an archive in memory", e);
    } catch (MalformedModelException | RuntimeException e) {
      model.close();
      throw new EngineException("the kernels do not compile here: " + e.getMessage(), e);
    }
    return new Script(model);
  }

  /**
   * Calls a function that gives nothing back.
   *
   * @param arguments arrays, lists of arrays, {@code long}, {@code double} and {@code boolean}
   */
  public void run(String function, Object... arguments) {
    call(function, arguments).close();
  }

  /**
   * Calls a function that gives one array back.
   *
   * @param owner of the result
   */
  public NDArray array(NDManager owner, String function, Object... arguments) {
    try (IValue result = call(function, arguments)) {
      return result.toTensor((PtNDManager) owner);
    }
  }

  /**
   * Calls a function that gives several arrays back.
   *
   * @param owner of the results
   */
  public List<NDArray> arrays(NDManager owner, String function, Object... arguments) {
    try (IValue result = call(function, arguments)) {
      return List.of(result.toTensorArray((PtNDManager) owner));
    }
  }

  private IValue call(String function, Object... arguments) {
    if (!model.getNDManager().isOpen()) {
      throw new IllegalStateException("the module's memory is released");
    }
    IValue[] values = new IValue[arguments.length];
    try {
      for (int i = 0; i < arguments.length; i++) {
        values[i] = value(arguments[i]);
      }
      return IValueUtils.runMethod(module, function, values);
    } finally {
      for (IValue value : values) {
        if (value != null) {
          value.close();
        }
      }
    }
  }

  /** Frees the functions; those that a process shares are never closed. */
  @Override
  public void close() {
    model.close();
  }

  private static IValue value(Object argument) {
    if (argument instanceof NDArray array) {
      return IValue.from((PtNDArray) array);
    }
    if (argument instanceof List<?> list) {
      return IValue.listFrom(list.toArray(PtNDArray[]::new));
    }
    if (argument instanceof Boolean flag) {
      return IValue.from(flag.booleanValue());
    }
    if (argument instanceof Double number) {
      return IValue.from(number.doubleValue());
    }
    if (argument instanceof Number number) {
      return IValue.from(number.longValue());
    }
    throw new IllegalArgumentException("no kernel takes " + argument);
  }
}
