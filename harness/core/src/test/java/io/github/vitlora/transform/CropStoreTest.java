package io.github.vitlora.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vitlora.dataset.ContentIndex;
import io.github.vitlora.dataset.ImageFile;
import io.github.vitlora.experiment.TransformSpec;
import io.github.vitlora.image.ImageException;
import io.github.vitlora.testing.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decoded images on disk: found by what they follow from, never trusted blindly, bounded. */
class CropStoreTest {
  private static final long ROOMY = 1 << 20;

  @TempDir Path folder;

  @Test
  void anotherTrialNeedNotDecode() throws IOException {
    ImageFile image = drawn("a.png", 70);
    byte[] first = cropped(image, "code");
    Path kept = onlyCrop();
    Files.setLastModifiedTime(kept, longAgo());

    byte[] second = cropped(image, "code");

    assertThat(second).isEqualTo(first).isEqualTo(decoded(image));
    // Taken from the disk, and marked as used.
    assertThat(Files.getLastModifiedTime(kept)).isGreaterThan(longAgo());
  }

  @Test
  void anImageIsFoundByItsBytesWhereverItLies() throws IOException {
    cropped(drawn("a.png", 70), "code");
    cropped(drawn("copy.png", 70), "code");

    assertThat(crops()).hasSize(1);

    drawn("a.png", 90);
    assertThat(cropped(new ImageFile(folder.resolve("a.png")), "code"))
        .isEqualTo(decoded(new ImageFile(folder.resolve("a.png"))));
    assertThat(crops()).hasSize(2);
  }

  @Test
  void codeAndTransformAreTakenIntoAccount() throws IOException {
    ImageFile image = drawn("a.png", 70);
    cropped(image, "code");
    cropped(image, "other code");
    store("code", ROOMY).crop(image, transform(6));

    assertThat(crops()).hasSize(3);
  }

  @Test
  void aDamagedCropIsMadeAgain() throws IOException {
    ImageFile image = drawn("a.png", 70);
    byte[] whole = cropped(image, "code");
    Path kept = onlyCrop();
    byte[] bytes = Files.readAllBytes(kept);
    bytes[bytes.length / 2] ^= 1;
    Files.write(kept, bytes);

    assertThat(cropped(image, "code")).isEqualTo(whole);

    Files.write(kept, new byte[] {1, 2, 3});
    assertThat(cropped(image, "code")).isEqualTo(whole);
    assertThat(cropped(image, "code")).isEqualTo(whole);
  }

  @Test
  void whatHasNoRoomIsDecodedEachTime() throws IOException {
    CropStore small = store("code", 2 * 200);
    for (int blue = 0; blue < 5; blue++) {
      ImageFile image = drawn(blue + ".png", blue);
      assertThat(small.crop(image, transform(8))).isEqualTo(decoded(image));
    }

    assertThat(crops()).hasSize(2);
  }

  @Test
  void cropsOfOtherCodeAndUnusedOnesMakeRoom() throws IOException {
    cropped(drawn("unused.png", 2), "code");
    Path unused = onlyCrop();
    cropped(drawn("other.png", 1), "other code");
    for (Path crop : crops()) {
      Files.setLastModifiedTime(crop, longAgo());
    }
    Path foreign = Files.writeString(unused.resolveSibling("note.txt"), "not a crop");
    ImageFile image = drawn("new.png", 3);

    store("code", 250).crop(image, transform(8));

    assertThat(crops()).hasSize(1).doesNotContain(unused);
    assertThat(foreign).exists();
  }

  @Test
  void aFolderThatCannotBeMadeStopsNothing() throws IOException {
    ImageFile image = drawn("a.png", 70);
    Files.writeString(folder.resolve("crops"), "in the way");

    assertThat(cropped(image, "code")).isEqualTo(decoded(image));
  }

  @Test
  void aMissingImageIsSaidAsEver() {
    ImageFile missing = new ImageFile(folder.resolve("missing.png"));

    assertThatThrownBy(() -> cropped(missing, "code"))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("missing.png");
  }

  @Test
  void theCacheOfATrialReadsThroughIt() throws IOException {
    ImageFile image = drawn("a.png", 70);
    new DecodedCache(transform(8), 0, Optional.of(store("code", ROOMY))).crop(image);

    assertThat(crops()).hasSize(1);
  }

  private ImageFile drawn(String name, int blue) throws IOException {
    return new ImageFile(TestImages.draw(folder.resolve(name), 9, 9, blue));
  }

  private byte[] cropped(ImageFile image, String code) {
    return store(code, ROOMY).crop(image, transform(8));
  }

  private CropStore store(String code, long mostBytes) {
    return new CropStore(
        folder.resolve("crops"), mostBytes, code, ContentIndex.open(folder, "test"));
  }

  private static byte[] decoded(ImageFile image) {
    return transform(8).crop(image.decode());
  }

  private static ImageTransform transform(int side) {
    return new ImageTransform(
        new TransformSpec(side, side, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f)));
  }

  private Path onlyCrop() throws IOException {
    assertThat(crops()).hasSize(1);
    return crops().get(0);
  }

  private List<Path> crops() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("crops"))) {
      return files.filter(file -> file.toString().endsWith(".crop")).toList();
    }
  }

  private static FileTime longAgo() {
    return FileTime.from(Instant.parse("2020-01-01T00:00:00Z").plus(Duration.ofHours(1)));
  }
}
