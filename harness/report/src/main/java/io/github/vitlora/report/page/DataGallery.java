package io.github.vitlora.report.page;

import io.qameta.allure.Aggregator2;
import io.qameta.allure.ReportStorage;
import io.qameta.allure.core.Configuration;
import io.qameta.allure.core.LaunchResults;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Puts the data at a glance among the report's data, where the page "Compare" finds it. */
public final class DataGallery implements Aggregator2 {
  private static final String DATA = "data/data-panel.json";
  private static final String PICTURES = "data/data-panel/";

  private final Optional<DataPanel> panel;

  private DataGallery(Optional<DataPanel> panel) {
    this.panel = panel;
  }

  /**
   * Leaves the panel in the report's folder, too.
   *
   * @param report the report's folder
   */
  public static DataGallery of(Optional<DataPanel> panel, Path report) throws IOException {
    if (panel.isPresent()) {
      panel.get().write(report);
    }
    return new DataGallery(panel);
  }

  @Override
  public void aggregate(
      Configuration configuration, List<LaunchResults> launches, ReportStorage storage) {
    panel.ifPresent(shown -> add(shown, storage));
  }

  private static void add(DataPanel shown, ReportStorage storage) {
    storage.addDataBinary(DATA, shown.json());
    shown.pictures().forEach((file, jpeg) -> storage.addDataBinary(PICTURES + file, jpeg));
  }
}
