package io.github.vitlora.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vitlora.experiment.TransformSpec;
import io.github.vitlora.testing.TestImages;
import io.github.vitlora.transform.ImageTransform;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Colour to grey and back. */
class DecodedImageTest {

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /** By {@code PIL.Image.convert("L")}, Pillow 11.3.0. */
  @Test
  void luminanceIsPillows() {
    byte[] colours =
        bytes(255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 0, 12, 200, 99, 254, 255, 253);

    DecodedImage grey = new DecodedImage(3, 2, 3, colours).inChannels(1);

    assertThat(grey.channels()).isOne();
    assertThat(grey.pixels()).containsExactly(bytes(76, 150, 29, 226, 132, 254));
  }

  @Test
  void everyGreySurvivesTheWayThroughColour() {
    byte[] values = new byte[256];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) i;
    }

    DecodedImage colour = new DecodedImage(16, 16, 1, values).inChannels(3);

    assertThat(colour.pixels()).hasSize(768).startsWith(bytes(0, 0, 0, 1, 1, 1));
    assertThat(colour.inChannels(1).pixels()).isEqualTo(values);
  }

  @Test
  void aGreyTransformMakesOnePlane() {
    ImageTransform grey = new ImageTransform(new TransformSpec(4, 4, List.of(0.5f), List.of(0.2f)));
    DecodedImage colours = TestImages.noise(4, 4);
    float[] values = new float[16];

    byte[] crop = grey.crop(colours);
    grey.normalize(crop, FloatBuffer.wrap(values));

    assertThat(crop).isEqualTo(colours.inChannels(1).pixels());
    assertThat(values[5]).isEqualTo(((crop[5] & 0xff) / 255f - 0.5f) / 0.2f);
  }

  @Test
  void greyIsResizedAsEachChannelOfTheSameColourIs() {
    DecodedImage grey = TestImages.noise(23, 17).inChannels(1);

    byte[] small = BicubicResize.resize(grey, 9, 6, 0, 0, 9, 6).pixels();
    DecodedImage colour = BicubicResize.resize(grey.inChannels(3), 9, 6, 0, 0, 9, 6);

    assertThat(new DecodedImage(9, 6, 1, small).inChannels(3).pixels()).isEqualTo(colour.pixels());
  }

  @Test
  void anImageOfItsOwnSizeStaysAsItIs() {
    ImageTransform same =
        new ImageTransform(new TransformSpec(28, 28, List.of(0.5f), List.of(0.5f)));
    DecodedImage grey = TestImages.noise(28, 28).inChannels(1);

    assertThat(same.crop(grey)).isEqualTo(grey.pixels());
  }

  @Test
  void otherShapesAndChannelsAreRefused() {
    assertThatThrownBy(() -> new DecodedImage(2, 2, 2, new byte[8]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DecodedImage(2, 2, 1, new byte[5]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5 bytes");
    assertThatThrownBy(() -> new TransformSpec(4, 4, List.of(0f, 0f), List.of(1f, 1f)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
