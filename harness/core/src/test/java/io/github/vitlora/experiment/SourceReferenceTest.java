package io.github.vitlora.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceReferenceTest {

  private static final Path BASE = Path.of("descriptors").toAbsolutePath();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hf:timm/deit_tiny_patch16_224.fb_in1k/model.safetensors",
        "hf:owner/repo/folder/file.bin",
        "hf:owner/repo@v1.0/file.bin",
        "hf:owner/repo@refs%2Fpr%2F1/file.bin",
        "hf:owner/repo/.hidden/..file",
        "hf:datasets/owner/repo@v1/images.zip",
        "https://example.org/a/b.tgz?download=1",
        "http://localhost:8080/b.zip",
        "maven:org.example:weights:1.0",
        "maven:org.example:weights:1.0:safetensors",
        "maven:org.example:weights:1.0-SNAPSHOT:safetensors:tiny",
        "classpath:weights/tiny.safetensors",
        "classpath:/tiny.safetensors"
      })
  void aSourceFromElsewhereStaysAsItIs(String source) {
    assertThat(SourceReference.resolve(source, BASE)).isEqualTo(source);
  }

  @ParameterizedTest
  @CsvSource({
    "https://huggingface.co/o/r/blob/main/m.bin, https://huggingface.co/o/r/resolve/main/m.bin",
    "https://github.com/o/r/blob/v1/m.tgz, https://github.com/o/r/raw/v1/m.tgz",
    "https://gitlab.com/o/r/-/blob/v1/m.tgz, https://gitlab.com/o/r/-/raw/v1/m.tgz"
  })
  void aPageAboutAFileIsNotTheFile(String page, String file) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SourceReference.resolve(page, BASE))
        .withMessageContaining("that of the file itself is " + file);
    assertThat(SourceReference.resolve(file, BASE)).isEqualTo(file);
  }

  @Test
  void aSchemeIsWrittenInLowerCase() {
    assertThat(SourceReference.resolve("HTTPS://Example.org/A.tgz", BASE))
        .isEqualTo("https://Example.org/A.tgz");
  }

  @ParameterizedTest
  @CsvSource({
    "weights.bin, weights.bin",
    "../data/my dogs.tgz, ../data/my dogs.tgz",
    "file:weights.bin, weights.bin",
    "file:../data/my%20dogs.tgz, ../data/my dogs.tgz"
  })
  void aFileIsFoundFromTheDescriptorsFolder(String source, String file) {
    assertThat(SourceReference.resolve(source, BASE))
        .isEqualTo(BASE.resolve(file).normalize().toUri().toString());
  }

  @Test
  void aTildeAtTheBeginningIsTheUsersFolder() {
    Path home = Path.of(System.getProperty("user.home"));

    assertThat(SourceReference.resolve("~/my weights.bin", BASE))
        .isEqualTo(home.resolve("my weights.bin").toUri().toString());
    assertThat(SourceReference.path("~/images", BASE)).isEqualTo(home.resolve("images"));
    assertThat(SourceReference.path("~images/~", BASE)).isEqualTo(BASE.resolve("~images/~"));
  }

  @Test
  void anAbsoluteFileStaysWhereItIs() {
    Path file = Path.of("elsewhere", "my dogs.tgz").toAbsolutePath();
    assertThat(SourceReference.resolve(file.toUri().toString(), BASE))
        .isEqualTo(file.toUri().toString());
    assertThat(SourceReference.resolve(file.toString(), BASE)).isEqualTo(file.toUri().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hf:",
        "hf:owner/repo/",
        "hf:datasets/owner/repo",
        "hf:datasets/owner/../x",
        "hf:/owner/repo/file",
        "hf:owner//file",
        "hf:../../file",
        "hf:owner/repo/../../file",
        "hf:owner/repo/..",
        "hf:owner/repo@/file",
        "hf:owner/repo@../file",
        "hf:owner@v1/repo/file",
        "https://h/a/..",
        "maven:a:b",
        "maven:a:b:c:d:e:f",
        "maven:a::c",
        "https:",
        "https://example.org",
        "https://example.org/",
        "file:",
        "file:a b",
        "file://server/share",
        "file:/a?b",
        "classpath:",
        "classpath:/",
        "jar:file:/a.jar!/b",
        "data:,x"
      })
  void anythingElseIsRefused(String source) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SourceReference.resolve(source, BASE))
        .withMessageContaining(source);
  }
}
