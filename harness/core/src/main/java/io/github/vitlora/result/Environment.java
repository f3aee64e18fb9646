package io.github.vitlora.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * The machine and the software that the trials ran on.
 *
 * @param os name and version
 * @param cpu model name
 * @param cores logical processors
 * @param threads that a trial computes with
 * @param java version and vendor
 * @param djl version
 * @param pytorch libtorch version
 * @param vitlora version of the harness
 * @param instructionSets the processor's, by which libtorch chooses its kernels; absent in results
 *     of earlier versions
 * @param code SHA-256 of what the classes do that read data, build models and train; absent
 *     likewise
 * @param device that networks were computed on, {@code cpu()} or {@code gpu(0)}; absent likewise
 * @param libtorchBuild SHA-256 over the libraries of the folder that {@code vitlora.libtorch}
 *     names; absent where libtorch was the resolved artifact, and likewise
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Environment(
    String os,
    String cpu,
    int cores,
    int threads,
    String java,
    String djl,
    String pytorch,
    String vitlora,
    Optional<String> instructionSets,
    Optional<String> code,
    Optional<String> device,
    Optional<String> libtorchBuild) {

  /** Stands for what a file does not say. */
  public static final String UNKNOWN = "not recorded";

  /** A file may lack what another version writes. */
  public Environment {
    os = orUnknown(os);
    cpu = orUnknown(cpu);
    java = orUnknown(java);
    djl = orUnknown(djl);
    pytorch = orUnknown(pytorch);
    vitlora = orUnknown(vitlora);
  }

  private static String orUnknown(String text) {
    return text == null ? UNKNOWN : text;
  }
}
