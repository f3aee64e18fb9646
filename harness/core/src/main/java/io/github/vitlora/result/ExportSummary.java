package io.github.vitlora.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * What an export wrote, and how well it agrees with what was trained.
 *
 * @param experiment name of the experiment
 * @param trial the trial's id
 * @param adapter folder of the adapter, relative to the export's, where there is one
 * @param merged folder of the merged network, likewise
 * @param torchScript file of the whole network in TorchScript, where it was wanted
 * @param card file of the model card, likewise
 * @param checkImages images of noise that the merged network and the trained one both classified
 * @param largestLogit largest absolute logit of the trained network on them
 * @param largestDifference largest absolute difference between a logit of the trained network and
 *     of the merged one as it was read back
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ExportSummary(
    String experiment,
    String trial,
    Optional<String> adapter,
    String merged,
    Optional<String> torchScript,
    String card,
    int checkImages,
    double largestLogit,
    double largestDifference) {

  /** What the file that holds it is called. */
  public static final String FILE = "export.json";
}
