package io.github.vitlora.plugin.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vitlora.run.ReportRun.ResultFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFilesTest {

  @TempDir Path project;

  @BeforeEach
  void results() throws IOException {
    for (String file :
        List.of(
            "shards/1/woof/results.json",
            "shards/1/woof/summary.md",
            "shards/2/woof/results.json",
            "old/march.json",
            "old/april.json")) {
      Path path = project.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, "{}");
    }
  }

  @Test
  void aFolderStandsForTheResultsInIt() throws MojoFailureException {
    assertThat(found("shards/2/woof , old/march.json"))
        .containsExactly("shards/2/woof/results.json", "old/march.json");
  }

  @Test
  void globsFindFilesAndFolders() throws MojoFailureException {
    String[] both = {"shards/1/woof/results.json", "shards/2/woof/results.json"};

    assertThat(found("shards/*/woof")).containsExactly(both);
    assertThat(found("shards/{1,2}/woof")).containsExactly(both);
    assertThat(found("./shards/[12]/**/woof")).containsExactly(both);
    assertThat(found("shards\\*\\woof")).containsExactly(both);
    assertThat(found("shards/**")).containsExactly(both);
    assertThat(found("shards/*/woof/results.json")).containsExactly(both);
    assertThat(found(project + "/shards/?/*")).containsExactly(both);
    assertThat(found("old/*.json")).containsExactly("old/april.json", "old/march.json");
  }

  @Test
  void aGlobThatIsNoneIsSaid() {
    assertThatThrownBy(() -> found("shards/{1,2/woof"))
        .isInstanceOf(MojoFailureException.class)
        .hasMessageStartingWith("vitlora.results: 'shards/{1,2/woof' opens a {");
  }

  @Test
  void eachFileIsTakenOnce() throws MojoFailureException {
    assertThat(found("shards/2/woof,shards/**"))
        .containsExactly("shards/2/woof/results.json", "shards/1/woof/results.json");
  }

  @Test
  void anEntryThatNamesNothingIsRefusedByName() {
    assertThatThrownBy(() -> found("shards/1/woof,shards/3"))
        .isInstanceOf(MojoFailureException.class)
        .hasMessageStartingWith("vitlora.results: 'shards/3' names no results");
    assertThatThrownBy(() -> found("elsewhere/*"))
        .isInstanceOf(MojoFailureException.class)
        .hasMessageContaining("'elsewhere/*'");
  }

  private List<String> found(String entries) throws MojoFailureException {
    return new ResultFiles(project)
        .find(entries).stream().map(ResultFile::name).map(n -> n.replace('\\', '/')).toList();
  }
}
