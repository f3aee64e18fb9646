package io.github.vitlora.plugin.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vitlora.source.SourceException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactResolverTest {

  @ParameterizedTest
  @CsvSource({
    "g:a:1, g:a:jar:1",
    "g:a:1:safetensors, g:a:safetensors:1",
    "g:a:1:tar.gz:small, g:a:tar.gz:small:1"
  })
  void coordinatesAreReadInTheirDocumentedOrder(String coordinates, String artifact) {
    assertThat(ArtifactResolver.artifact(coordinates)).hasToString(artifact);
  }

  @ParameterizedTest
  @ValueSource(strings = {"g:a", "g::1", "g:a:1:e:c:x"})
  void otherFormsAreRefused(String coordinates) {
    assertThatThrownBy(() -> ArtifactResolver.artifact(coordinates))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("maven:" + coordinates)
        .hasMessageContaining("maven:GROUP:ARTIFACT:VERSION[:EXTENSION[:CLASSIFIER]]");
  }
}
