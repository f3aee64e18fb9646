package io.github.vitlora.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFolderTest {

  @TempDir Path temporary;

  private static void build(Path folder) throws IOException {
    Files.writeString(folder.resolve("index.html"), "new");
  }

  @Test
  void aFinishedReportThatCannotTakeItsPlaceIsKeptAndNamed() throws IOException {
    Path place = temporary.resolve("report");
    try {
      // Is not there for those who follow it, and in the way of those who move.
      Files.createSymbolicLink(place, temporary.resolve("nowhere"));
    } catch (IOException | UnsupportedOperationException e) {
      assumeTrue(false, "no symbolic links here: " + e);
    }

    assertThatThrownBy(() -> ReportFolder.replace(place, ReportFolderTest::build))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot be moved to " + place)
        .satisfies(
            e -> {
              String path =
                  e.getMessage().replaceAll("(?s).* is finished and in (.*), but .*", "$1");
              assertThat(Path.of(path).resolve("index.html")).hasContent("new");
            });
  }

  @Test
  void filesOfOthersThatCannotBeTakenOverAreKeptAndNamed() throws IOException {
    Path place = Files.createDirectory(temporary.resolve("report"));
    Files.writeString(place.resolve("notes.txt"), "mine");

    assertThatThrownBy(
            () ->
                ReportFolder.replace(
                    place,
                    folder -> {
                      build(folder);
                      Files.writeString(folder.resolve("notes.txt"), "in the way");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("The report is in " + place)
        .satisfies(
            e -> {
              String path = e.getMessage().replaceAll("(?s).* are left in (.*?): .*", "$1");
              assertThat(Path.of(path).resolve("notes.txt")).hasContent("mine");
            });
    assertThat(place.resolve("index.html")).hasContent("new");
  }

  @Test
  void aReportThatHasNoRoomLeavesNothing() {
    assertThatThrownBy(
            () ->
                ReportFolder.replace(
                    temporary.resolve("report"),
                    folder -> {
                      build(folder);
                      // As Allure does it.
                      throw new UncheckedIOException(new IOException("No space left on device"));
                    }))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(
            temporary.resolve("report").toString(), "the disk is full", "-Dvitlora.reports");

    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void preparingCreatesTheParentAndChangesNothingElse() throws IOException {
    Path place = temporary.resolve("reports/imagewoof");
    AllureReport.prepare(place);
    assertThat(place.getParent()).isEmptyDirectory();

    ReportFolder.replace(place, ReportFolderTest::build);
    AllureReport.prepare(place);
    assertThat(place.getParent()).isDirectoryNotContaining(path -> !path.equals(place));
    assertThat(place).isDirectoryNotContaining(path -> !path.endsWith("index.html"));
  }

  @Test
  void aPlaceThatCannotBeAReportIsKnownBeforehand() throws IOException {
    Path file = Files.writeString(temporary.resolve("notes.txt"), "mine");

    assertThatThrownBy(() -> AllureReport.prepare(file))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(file + " is in the way", "-Dvitlora.reports");
    assertThatThrownBy(() -> AllureReport.prepare(file.resolve("report")))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(file.resolve("report").toString(), "-Dvitlora.reports");
    assertThatThrownBy(() -> AllureReport.prepare(temporary.getRoot()))
        .isInstanceOf(IOException.class);
    assertThat(file).hasContent("mine");
  }
}
