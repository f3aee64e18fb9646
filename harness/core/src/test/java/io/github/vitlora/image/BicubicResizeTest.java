package io.github.vitlora.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.testing.TestImages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Held to what Pillow 11.3.0 computed by {@code resize(size, BICUBIC)} from the same bytes. */
class BicubicResizeTest {

  @ParameterizedTest
  @CsvSource({
    "23,17,9,6,a87cd212299484ab8822cb8d5b7ba075130b065675879390ae7ad6745dc630ef",
    "23,17,61,40,8c0c3bf57e168c572706c0e1ad89b5cd1e245efb5a4a0b16f0407c3aaa2f5831",
    "23,17,23,9,ac904c33ccc7db2700ac0771a127ee776794b7260b1ac4314b625da4404b7bcd",
    "23,17,10,17,1ea32183bda39f1711d30738f6958b276e279c19742ca82af0428fb3deef2eec",
    "23,17,23,17,ab5efb829f8a7ec7d8e1892bb2ba1c5b7a359e503d3d0e6838e79a214ff61a15",
    "5,4,1,1,12a88b057d5cab5a536dae5aa832d3ac69c03c0ab77c626aab482285588f9873",
    "1,1,7,3,4fa86a1515ed9bd3a634d02ac78f64d7e0d0ce90a86e5881271e43a37dc5fe1f",
    "320,213,336,224,5abd10178147e4318709f93b3ebb99e8f5263cfdbe160ad02b2b8aac736bd671",
    "500,375,298,224,fa3c76c4e53d1f1b9252eaffbc41b9a938b33ce8b846d0f0911d12bd0b518776"
  })
  void agreesWithPilToTheBit(int width, int height, int toWidth, int toHeight, String sha256) {
    DecodedImage resized =
        BicubicResize.resize(
            TestImages.noise(width, height), toWidth, toHeight, 0, 0, toWidth, toHeight);

    assertThat(TestImages.sha256(resized.pixels())).isEqualTo(sha256);
  }

  @Test
  void smallExampleInFull() {
    DecodedImage resized = BicubicResize.resize(TestImages.noise(6, 4), 3, 2, 0, 0, 3, 2);

    assertThat(resized.pixels())
        .containsExactly(
            157, 76, 193, 166, 134, 123, 115, 133, 97, 203, 72, 121, 122, 152, 109, 144, 187, 78);
  }

  @Test
  void windowIsAPieceOfTheWhole() {
    DecodedImage image = TestImages.noise(40, 30);
    DecodedImage whole = BicubicResize.resize(image, 20, 15, 0, 0, 20, 15);
    DecodedImage window = BicubicResize.resize(image, 20, 15, 7, 4, 6, 5);

    for (int y = 0; y < 5; y++) {
      for (int i = 0; i < 3 * 6; i++) {
        assertThat(window.pixels()[y * 18 + i]).isEqualTo(whole.pixels()[(y + 4) * 60 + 3 * 7 + i]);
      }
    }
  }
}
