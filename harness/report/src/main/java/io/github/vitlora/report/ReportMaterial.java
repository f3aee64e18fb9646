package io.github.vitlora.report;

import io.github.vitlora.report.page.DataPanel;
import io.github.vitlora.report.page.TestImages;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Holds what a report draws on beside results.
 *
 * @param logs the log of the trial with this id, where there is one; it also dates trials that do
 *     not tell when they started
 * @param images what trials predicted on single test images, which the report keeps as {@code
 *     predictions/}, and pictures of them
 * @param attention folder of the pictures of attention maps and their {@code attention.json}, which
 *     is copied into the report as {@code attention/}
 * @param data the data at a glance, which the report keeps as {@code data/}
 */
public record ReportMaterial(
    Function<String, Optional<Path>> logs,
    TestImages images,
    Optional<Path> attention,
    Optional<DataPanel> data) {

  /** Returns material of logs alone. */
  public static ReportMaterial of(Function<String, Optional<Path>> logs) {
    return new ReportMaterial(logs, TestImages.NONE, Optional.empty(), Optional.empty());
  }

  /** Returns a copy with single test images. */
  public ReportMaterial with(TestImages known) {
    return new ReportMaterial(logs, known, attention, data);
  }

  /** Returns a copy with attention maps. */
  public ReportMaterial withAttention(Path pictures) {
    return new ReportMaterial(logs, images, Optional.of(pictures), data);
  }

  /** Returns a copy with the data at a glance, where there is that. */
  public ReportMaterial withData(Optional<DataPanel> panel) {
    return new ReportMaterial(logs, images, attention, panel);
  }
}
