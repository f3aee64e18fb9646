package io.github.vitlora.descriptor;

import static io.github.vitlora.testing.Descriptors.VALID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vitlora.testing.Descriptors;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptorExceptionTest {

  @Test
  void whatSchemaPropertiesAndChecksFindIsReportedTogetherInTheOrderOfTheFile() {
    String xml =
        VALID
            .replace("vit_tiny_patch16_224", "vit_tiny")
            .replace("https://example.org", "${host}")
            .replace("epochs=\"5\"", "epochs=\"0\"")
            .replace("ranks=\"1 8\"", "ranks=\"0\"")
            .replace("rank=\"8\" metric", "rank=\"x\" metric");

    DescriptorException refusal =
        catchThrowableOfType(DescriptorException.class, () -> Descriptors.read(xml));

    assertThat(refusal.problems())
        .extracting(p -> p.line() + ":" + p.column() + " " + p.message().split("[:,]")[0])
        .containsExactly(
            "4:10 the architecture vit_tiny is not known",
            "6:12 the property host",
            "11:13 epochs \"0\" is not allowed",
            "15:11 rank 0 is not allowed",
            "18:27 rank \"x\" is not allowed");
    assertThat(refusal.getMessage().lines()).hasSize(5);
  }

  @Test
  void aRankIsAtLeastOneOfAnyArchitecture() {
    String xml = VALID.replace("vit_tiny_patch16_224", "vit_tiny").replace("\"1 8\"", "\"-1 8\"");
    assertThat(Descriptors.refusalOf(xml))
        .contains("dogs.xml:15:11: rank -1 is not allowed: a rank is at least 1");
  }

  @Test
  void whatWasFoundBeforeTheXmlBreaksIsReportedToo() {
    String xml = VALID.replace("epochs=\"5\"", "epochs=\"0\"").replace("</regimes>", "</regime>");
    assertThat(Descriptors.refusalOf(xml))
        .hasSize(2)
        .satisfiesExactly(
            first -> assertThat(first).startsWith("dogs.xml:11:13: epochs"),
            second -> assertThat(second).startsWith("dogs.xml:16:5: this is not well-formed"));
  }

  @Test
  void theFileIsCalledAsItWasGiven(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("../" + folder.getFileName() + "/dogs.xml");
    Files.writeString(file, VALID.replace("alpha=\"16\"", "alpha=\"-1\""));

    DescriptorException refusal =
        catchThrowableOfType(
            DescriptorException.class, () -> ExperimentReader.read(file, name -> Optional.empty()));

    assertThat(refusal)
        .hasMessage(
            file + ":15:23: alpha \"-1\" is not allowed: alpha takes a finite number above 0");
  }

  @Test
  void itSurvivesSerialization() throws Exception {
    DescriptorException exception =
        new DescriptorException(List.of(new DescriptorProblem("x.xml", 12, 7, "no")), null);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(exception);

    Object read = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();

    assertThat((DescriptorException) read).hasMessage("x.xml:12:7: no");
    assertThat(((DescriptorException) read).problems()).isEqualTo(exception.problems());
  }
}
