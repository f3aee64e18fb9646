package io.github.vitlora.kernel;

import ai.djl.engine.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists the sets of functions that a network can be computed with. */
public enum Kernels {
  /** Computes in single precision throughout. */
  FLOAT32("products_float32", "attention_fused"),

  /**
   * Computes dense products, attention and GELU in bfloat16; weights, normalisation, the residual
   * stream, gradients of weights and the loss stay in single precision.
   */
  BFLOAT16("products_bfloat16", "attention_plain");

  private static final Logger LOG = LoggerFactory.getLogger(Kernels.class);
  private static final List<String> COMMON = List.of("layers", "blocks", "ends");
  private static final Map<Kernels, Optional<Script>> COMPILED = new EnumMap<>(Kernels.class);

  private final List<String> own;

  Kernels(String... own) {
    this.own = List.of(own);
  }

  /** Returns the names of the sources, as a trial's fingerprint states them. */
  public List<String> sources() {
    return Stream.concat(own.stream(), COMMON.stream()).toList();
  }

  /**
   * Returns the functions, compiled once a process; empty where this platform's libtorch lacks one
   * of their operators, which is logged once.
   */
  public Optional<Script> compiled() {
    synchronized (COMPILED) {
      return COMPILED.computeIfAbsent(this, Kernels::compile);
    }
  }

  private static Optional<Script> compile(Kernels kernels) {
    byte[] archive = ScriptArchive.of(kernels.sources().stream().map(Kernels::text).toList());
    try {
      return Optional.of(Script.compile(archive));
    } catch (EngineException e) {
      LOG.warn("{} is computed by plain operators, several times slower", kernels, e);
      return Optional.empty();
    }
  }

  private static String text(String name) {
    try (InputStream in = Kernels.class.getResourceAsStream(name + ".py")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("a kernel's source cannot be read", e);
    }
  }
}
