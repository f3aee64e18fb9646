package io.github.vitlora.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.dataset.RotatedFormat.RotatedImage;
import io.github.vitlora.image.DecodedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RotatedFormatTest {
  @Test
  void turnsCounterclockwise() {
    // 1 2 3
    // 4 5 6
    StoredImage image = grey(3, 2, 1, 2, 3, 4, 5, 6);

    assertThat(new RotatedImage(image, 0).decode().pixels()).containsExactly(1, 2, 3, 4, 5, 6);
    DecodedImage once = new RotatedImage(image, 1).decode();
    assertThat(once.width()).isEqualTo(2);
    assertThat(once.height()).isEqualTo(3);
    assertThat(once.pixels()).containsExactly(3, 6, 2, 5, 1, 4);
    assertThat(new RotatedImage(image, 2).decode().pixels()).containsExactly(6, 5, 4, 3, 2, 1);
    assertThat(new RotatedImage(image, 3).decode().pixels()).containsExactly(4, 1, 5, 2, 6, 3);
  }

  @Test
  void theTurnIsPartOfWhatIdentifiesTheImage() throws IOException {
    StoredImage image = grey(1, 1, 7);

    assertThat(new RotatedImage(image, 1).open().readAllBytes())
        .isNotEqualTo(new RotatedImage(image, 2).open().readAllBytes());
    assertThat(new RotatedImage(image, 1).name()).isEqualTo("test/0@90");
    assertThat(List.of(new RotatedImage(image, 1))).contains(new RotatedImage(image, 1));
  }

  private static StoredImage grey(int width, int height, int... values) {
    byte[] pixels = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      pixels[i] = (byte) values[i];
    }
    IdxFile file = new IdxFile(Path.of("grey"), new int[] {1, height, width}, pixels);
    return new IdxFolder.IdxImage(file, "test", 0);
  }
}
