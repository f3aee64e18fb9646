package io.github.vitlora.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.image.Orientation;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageFileTest {
  private static Path picture(String name) throws URISyntaxException {
    return Path.of(ImageFileTest.class.getResource("/io/github/vitlora/image/" + name).toURI());
  }

  private static byte[] identity(String name, Orientation orientation) throws Exception {
    try (InputStream in = new ImageFile(picture(name), name, orientation).open()) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anImageThatLiesAsItShouldIsIdentifiedByItsFile(Orientation orientation) throws Exception {
    assertThat(identity("orientation-1.jpg", orientation))
        .isEqualTo(Files.readAllBytes(picture("orientation-1.jpg")));
  }

  @Test
  void anImageThatIsTurnedIsNoLongerTheOneThatIsStored() throws Exception {
    byte[] stored = Files.readAllBytes(picture("orientation-6.jpg"));

    assertThat(identity("orientation-6.jpg", Orientation.IGNORE)).isEqualTo(stored);
    assertThat(identity("orientation-6.jpg", Orientation.APPLY))
        .endsWith(stored)
        .isNotEqualTo(stored);
  }

  @Test
  void filesOfNoDataSetAreTurned() throws IOException, URISyntaxException {
    assertThat(new ImageFile(picture("orientation-6.jpg")).decode().width()).isEqualTo(14);
    assertThat(new ImageFile(picture("orientation-6.jpg")).<Integer>decode(image -> image.width()))
        .isEqualTo(14);
  }
}
