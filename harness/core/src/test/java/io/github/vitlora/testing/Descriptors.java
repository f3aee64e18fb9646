package io.github.vitlora.testing;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vitlora.descriptor.DescriptorException;
import io.github.vitlora.descriptor.ExperimentReader;
import io.github.vitlora.experiment.Experiment;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A descriptor in which nothing is wrong, and what tests do with variations of it. */
public final class Descriptors {

  public static final String VALID =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <experiment xmlns="urn:vitlora:experiment:1" name="dogs">
        <description>Two breeds.</description>
        <model architecture="vit_tiny_patch16_224"
               weights="hf:timm/vit_tiny/model.safetensors"/>
        <dataset archive="https://example.org/dogs.tgz"
                 train="train" test="val" validationFraction="0.1" classes="2">
          <limit trainPerClass="100" testPerClass="50"/>
          <transform resize="256" crop="224" mean="0.5 0.4 0.3" std="0.1 0.2 0.3"/>
        </dataset>
        <training epochs="5" batchSize="128" optimizer="adam" learningRate="4e-4" seeds="1 2"/>
        <regimes>
          <fullFineTuning/>
          <linearProbe/>
          <lora ranks="1 8" alpha="16" targets="attn.qkv mlp.fc2" dropout="0.25"/>
        </regimes>
        <expectations>
          <expect regime="lora" rank="8" metric="testAccuracy" within="0.03" of="fullFineTuning"/>
        </expectations>
      </experiment>
      """;

  private Descriptors() {}

  public static Experiment read(String xml) {
    return read(xml, Map.of());
  }

  public static Experiment read(String xml, Map<String, String> properties) {
    return read(xml.getBytes(StandardCharsets.UTF_8), properties);
  }

  public static Experiment read(byte[] bytes, Map<String, String> properties) {
    return ExperimentReader.read(
        new ByteArrayInputStream(bytes),
        "dogs.xml",
        Path.of("descriptors"),
        name -> Optional.ofNullable(properties.get(name)));
  }

  /** The lines of the message with which a descriptor is refused. */
  public static String[] refusalOf(String xml) {
    DescriptorException refusal = catchThrowableOfType(DescriptorException.class, () -> read(xml));
    if (refusal == null) {
      throw new AssertionError("this was not refused:\n" + xml);
    }
    return refusal.getMessage().split("\n");
  }

  /** {@link #VALID} with one piece of it replaced, which must be there. */
  public static String with(String piece, String replacement) {
    if (!VALID.contains(piece)) {
      throw new IllegalArgumentException("the valid descriptor has no " + piece);
    }
    return VALID.replace(piece, replacement);
  }
}
