package io.github.vitlora.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over messages as Xerces words them; whole descriptors are in {@link DescriptorRefusalTest}. */
class SchemaMessagesTest {

  private final SchemaMessages messages = new SchemaMessages(DescriptorSchema.get());

  private static Tag tag(String name) {
    return new Tag(DescriptorSchema.NAMESPACE, name, Place.of(1, 1), Map.of());
  }

  private SchemaMessages.Finding translate(String message, String element, String parent) {
    return messages.translate(message, tag(element), Optional.of(tag(parent))).orElseThrow();
  }

  @Test
  void theTwoMessagesOfAValueBecomeOne() {
    assertThat(
            messages.translate(
                "cvc-datatype-valid.1.2.1: 'x' is not a valid value for 'integer'.",
                tag("training"),
                Optional.empty()))
        .isEmpty();
    assertThat(messages.unexplained()).isPresent();

    assertThat(
            translate(
                "cvc-attribute.3: The value '1 x' of attribute 'seeds' on element 'training' is not"
                    + " valid with respect to its type, 'Seeds'.",
                "training",
                "experiment"))
        .isEqualTo(
            new SchemaMessages.Finding(
                "seeds",
                "\"x\" in seeds \"1 x\" is not allowed: seeds takes one or more whole numbers"
                    + " between 0 and 9223372036854775807, separated by spaces"));
    assertThat(messages.unexplained()).isEmpty();
  }

  @Test
  void aValuesFaultThatStandsAloneIsNotLost() {
    String message = "cvc-minInclusive-valid: Value '0' is not facet-valid with respect to x.";
    messages.translate(message, tag("training"), Optional.empty());
    assertThat(messages.unexplained()).contains(message);
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThat(
            translate(
                "cvc-complex-type.2.4.b: The content of element 'experiment' is not complete. One"
                    + " of '{\"urn:vitlora:experiment:1\":description,"
                    + " \"urn:vitlora:experiment:1\":training, \"urn:vitlora:experiment:1\":regimes}'"
                    + " is expected.",
                "experiment",
                "experiment"))
        .isEqualTo(new SchemaMessages.Finding("", "<experiment> lacks <training>, <regimes>"));
  }

  @Test
  void anEmptyListOfRegimesIsNamedAsSuch() {
    assertThat(
            translate(
                "cvc-complex-type.2.4.b: The content of element 'regimes' is not complete. One of"
                    + " '{\"urn:vitlora:experiment:1\":fullFineTuning,"
                    + " \"urn:vitlora:experiment:1\":linearProbe,"
                    + " \"urn:vitlora:experiment:1\":lora}' is expected.",
                "regimes",
                "experiment"))
        .isEqualTo(
            new SchemaMessages.Finding(
                "",
                "<regimes> is empty: it takes at least one of <fullFineTuning>, <linearProbe>,"
                    + " <lora>"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cvc-elt.3.1: Attribute 'http://www.w3.org/2001/XMLSchema-instance,nil' must not appear on"
            + " element 'experiment', because the {nillable} property of 'experiment' is false.",
        "a message of another validator"
      })
  void whatIsNotKnownHereStaysAsItIs(String message) {
    assertThat(translate(message, "experiment", "experiment"))
        .isEqualTo(new SchemaMessages.Finding("", message));
  }
}
