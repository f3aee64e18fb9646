package io.github.vitlora.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.vitlora.io.Digests;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Optional;

/**
 * What a trial's numbers follow from, in parts: SHA-256 each, in hexadecimal. Where two runs of a
 * trial differ, these say why.
 *
 * @param recipe its part of the descriptor, whatever names places aside
 * @param weights the bytes of the pretrained checkpoint
 * @param images the bytes and labels of every image, split by split
 * @param platform code, DJL, libtorch, threads, instruction sets and kernels
 * @param weightsCommit the commit of the model hub's repository that the checkpoint is of, where
 *     the hub told it; the bytes are what counts
 */
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Provenance(
    String recipe, String weights, String images, String platform, Optional<String> weightsCommit)
    implements ProvenanceBuilder.With {
  private static final String PREFIX = "sha256:";

  /**
   * Returns one hash over the parts that numbers follow from, as {@code sha256:} and 64 hexadecimal
   * digits.
   */
  public String whole() {
    return PREFIX + Digests.ofText(recipe + " " + weights + " " + images + " " + platform);
  }
}
