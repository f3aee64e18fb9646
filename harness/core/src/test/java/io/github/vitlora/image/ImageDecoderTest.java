package io.github.vitlora.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vitlora.testing.TestImages;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Held to Pillow 13.0.0: beside each picture of 20 x 14 synthetic pixels lies what {@code
 * open(file).convert("RGB")} made of it.
 */
class ImageDecoderTest {

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(ImageDecoderTest.class.getResource(name).toURI());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ycc-420.jpg",
        "ycc-progressive.jpg",
        "ycc-444-without-jfif.jpg",
        "rgb.jpg",
        "grey.jpg",
        "cmyk.jpg",
        "ycck.jpg",
        "red-blue-swapped-profile.jpg",
        "rgb.png",
        "rgba.png",
        "grey.png",
        "grey-1bit.png",
        "grey-alpha.png",
        "palette.png",
        "palette-transparent.png",
        "palette.gif",
        "rgb.bmp",
        "rgba.bmp",
        "palette.bmp",
        "bitmap.bmp",
        "rgb-16bit.png",
        "grey-16bit.png",
        "animated.gif",
        "part.gif",
        "part-transparent.gif",
        "lossy.webp",
        "lossy-poor.webp",
        "lossy-alpha.webp",
        "lossless.webp",
        "lossless-alpha.webp",
        "lossless-palette.webp",
        "lossless-bitmap.webp",
        "lossless-tiles.webp",
        "animated-lossy.webp",
        "animated-lossless.webp",
        "rgb.tif",
        "rgba.tif",
        "grey.tif",
        "grey-16bit.tif",
        "palette.tif",
        "bitmap.tif",
        "cmyk.tif",
        "ycc.tif",
        "rgb.ppm",
        "plain.ppm",
        "grey.pgm",
        "grey-16bit.pgm",
        "bitmap.pbm",
        "plain.pbm",
        "junk.jpg",
        "premature.jpg",
        "premature-444.jpg"
      })
  void agreesWithPil(String name) throws Exception {
    DecodedImage image = ImageDecoder.decode(resource(name), Orientation.APPLY);

    assertThat(image.width()).isEqualTo(20);
    assertThat(image.height()).isEqualTo(14);
    assertThat(image.pixels()).isEqualTo(Files.readAllBytes(resource(name + ".rgb")));
  }

  /** Several macroblocks, whose edges are filtered and between which colours are interpolated. */
  @Test
  void aLossyWebpIsThatOfLibwebp() throws Exception {
    DecodedImage image = decoded("lossy-75x50.webp");

    assertThat(image.width()).isEqualTo(75);
    assertThat(image.pixels()).isEqualTo(Files.readAllBytes(resource("lossy-75x50.webp.rgb")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "orientation-1.jpg",
        "orientation-2.jpg",
        "orientation-3.jpg",
        "orientation-4.jpg",
        "orientation-5.jpg",
        "orientation-6.jpg",
        "orientation-7.jpg",
        "orientation-8.jpg",
        "orientation-6.png",
        "orientation-6.webp",
        "orientation-6.tif",
        "orientation-xmp.jpg",
        "orientation-xmp.png",
        "orientation-xmp.webp",
        "orientation-profile.png"
      })
  void turnsAsPilDoes(String name) throws Exception {
    ImageDecoder.Examined examined = ImageDecoder.examine(resource(name), Orientation.APPLY);

    assertThat(examined.image().pixels()).isEqualTo(Files.readAllBytes(resource(name + ".rgb")));
    boolean across = examined.facts().orientation() >= 5;
    assertThat(examined.image().width()).isEqualTo(across ? 14 : 20);
    assertThat(examined.facts().width()).isEqualTo(20);
  }

  @Test
  void anImageStaysAsItIsStoredWhereOrientationIsIgnored() throws Exception {
    DecodedImage ignored = ImageDecoder.decode(resource("orientation-6.jpg"), Orientation.IGNORE);

    assertThat(ignored.width()).isEqualTo(20);
    assertThat(ignored.pixels()).isEqualTo(decoded("orientation-1.jpg").pixels());
  }

  @Test
  void damageThatDecodersMakeUpForIsReported() throws Exception {
    ImageFacts premature =
        ImageDecoder.examine(resource("premature.jpg"), Orientation.APPLY).facts();
    ImageFacts junk = ImageDecoder.examine(resource("junk.jpg"), Orientation.APPLY).facts();

    assertThat(premature.damage())
        .hasValueSatisfying(what -> assertThat(what).contains("premature"));
    assertThat(junk.damage()).isEmpty();
    assertThat(junk)
        .isEqualTo(new ImageFacts(ImageFormat.JPEG, 20, 14, "RGB", 1, Optional.empty()));
  }

  @Test
  void namesDoNotCount(@TempDir Path folder) throws Exception {
    Path named = Files.copy(resource("lossy.webp"), folder.resolve("photo.jpg_large"));

    assertThat(ImageDecoder.decode(named, Orientation.APPLY).pixels())
        .isEqualTo(decoded("lossy.webp").pixels());
  }

  /** Two of them take more than there is; each must wait for the other. */
  @Test
  void imagesShareTheHeap() throws Exception {
    Path file = resource("rgb.png");
    DecodingMemory memory = new DecodingMemory(8 << 20);
    List<Integer> together = new CopyOnWriteArrayList<>();
    AtomicInteger inUse = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    for (int i = 0; i < 40; i++) {
      threads.execute(
          () ->
              memory.with(
                  3 << 20,
                  () -> {
                    together.add(inUse.incrementAndGet());
                    Thread.yield();
                    return inUse.decrementAndGet();
                  }));
    }
    threads.shutdown();

    assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    assertThat(together).hasSize(40).containsOnly(1);
    // What was set aside is given back where decoding fails too.
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(
              () ->
                  memory.with(
                      3 << 20,
                      () -> {
                        throw new ImageException(file, "");
                      }))
          .isInstanceOf(ImageException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4})
  void upperByteOf16BitSamplesIsKept(int bands, @TempDir Path folder) {
    ColorSpace space = ColorSpace.getInstance(bands == 1 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB);
    ComponentColorModel model =
        new ComponentColorModel(
            space, bands == 4, false, bands == 4 ? 3 : 1, DataBuffer.TYPE_USHORT);
    WritableRaster raster = model.createCompatibleWritableRaster(2, 1);
    raster.setPixel(0, 0, Arrays.copyOf(new int[] {0x1234, 0xabcd, 0x00ff, 0x8000}, bands));
    BufferedImage image = new BufferedImage(model, raster, false, null);

    byte[] pixels =
        ImageDecoder.decode(TestImages.write(folder.resolve("deep.png"), image), Orientation.APPLY)
            .pixels();

    int[] expected = bands == 1 ? new int[] {0x12, 0x12, 0x12} : new int[] {0x12, 0xab, 0x00};
    for (int i = 0; i < 3; i++) {
      assertThat(pixels[i] & 0xff).isEqualTo(expected[i]);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ycc-420.jpg",
        "ycc-progressive.jpg",
        "grey.jpg",
        "cmyk.jpg",
        "rgb.png",
        "palette.png",
        "palette.gif",
        "rgb.bmp",
        "lossy.webp",
        "lossless.webp",
        "animated-lossy.webp",
        "rgb.tif",
        "grey.tif",
        "rgb.ppm",
        "plain.ppm",
        "grey-16bit.pgm",
        "bitmap.pbm"
      })
  void filesCutOffAreErrors(String name, @TempDir Path folder) throws Exception {
    byte[] whole = Files.readAllBytes(resource(name));
    Path half = Files.write(folder.resolve(name), Arrays.copyOf(whole, whole.length * 4 / 5));

    assertThatThrownBy(() -> ImageDecoder.decode(half, Orientation.APPLY))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining(half.toString());
  }

  @Test
  void jpegWithoutItsLastBytesIsAnError(@TempDir Path folder) throws IOException {
    Path file = TestImages.draw(folder.resolve("large.jpg"), 300, 200, 9);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 40));

    assertThatThrownBy(() -> ImageDecoder.decode(file, Orientation.APPLY))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("cut off");
  }

  @Test
  void pathsMayHoldSpacesAndAnyScript(@TempDir Path folder) {
    Path file = TestImages.draw(folder.resolve("ein Ordner/犬 größe.PNG"), 3, 2, 9);

    assertThat(ImageDecoder.decode(file, Orientation.APPLY).width()).isEqualTo(3);
  }

  @Test
  void whatIsNoImageIsNamed(@TempDir Path folder) throws IOException {
    Path text = Files.writeString(folder.resolve("text.jpg"), "not an image");
    Path missing = folder.resolve("missing.jpg");

    assertThatThrownBy(() -> ImageDecoder.decode(text, Orientation.APPLY))
        .isInstanceOf(ImageException.class)
        .hasMessage(
            "The image "
                + text
                + " cannot be used: it is none of JPEG, PNG, GIF, BMP, WebP, TIFF, PBM, PGM and"
                + " PPM: convert it, or remove it if it is no image");
    assertThatThrownBy(() -> ImageDecoder.decode(missing, Orientation.APPLY))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining(missing.toString());
  }

  @Test
  void emptyFilesAndWhatLiesInAnImagesPlaceAreNamed(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("a.jpg");
    Files.write(file, new byte[0]);
    assertThatThrownBy(() -> ImageDecoder.decode(file, Orientation.APPLY))
        .hasMessageContaining(file + " cannot be used: it is empty");

    Files.writeString(
        file, "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 9\n");
    assertThatThrownBy(() -> ImageDecoder.decode(file, Orientation.APPLY))
        .hasMessageContaining("its content is a Git LFS pointer, which is not read")
        .hasMessageContaining("git lfs pull");
  }

  @Test
  void hugeImagesAreRefusedBeforeMemoryIsTaken(@TempDir Path folder) throws Exception {
    byte[] png = Files.readAllBytes(resource("grey.png"));
    // Within the header's width and height.
    png[18] = 0x50;
    png[22] = 0x50;
    Path file = Files.write(folder.resolve("huge.png"), png);

    assertThatThrownBy(() -> ImageDecoder.decode(file, Orientation.APPLY))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("20500 x 20494 pixels are too many");
  }

  @Test
  void imagesThatWouldTakeMostOfTheHeapAreRefused(@TempDir Path folder) throws Exception {
    byte[] png = Files.readAllBytes(resource("rgb.png"));
    // 12308 x 8206, in the header alone.
    png[18] = 0x30;
    png[22] = 0x20;
    Path file = Files.write(folder.resolve("photograph.png"), png);

    assertThatThrownBy(() -> decode(file, 1 << 29))
        .isInstanceOf(ImageException.class)
        .hasMessageStartingWith(
            "The image "
                + file
                + " cannot be used: 12308 x 8206 pixels are too many:"
                + " decoding may take half of Java's heap of 512 MiB");
  }

  /** The file, its pixels, and a strip of one row. */
  @ParameterizedTest
  @ValueSource(strings = {"rgb.png", "ycc-420.jpg", "rgb.tif", "rgb.bmp"})
  void imagesThatBarelyFitAreReadInStrips(String name) throws Exception {
    Path file = resource(name);
    long least = Files.size(file) + 3 * 20 * 14 + 3 * 20;

    assertThat(decode(file, 2 * least).pixels())
        .isEqualTo(Files.readAllBytes(resource(name + ".rgb")));
    assertThatThrownBy(() -> decode(file, 2 * least - 2)).hasMessageContaining("too many");
  }

  private static DecodedImage decoded(String name) throws URISyntaxException {
    return ImageDecoder.decode(resource(name), Orientation.APPLY);
  }

  private static DecodedImage decode(Path file, long heap) {
    return ImageDecoder.examined(
        file, Orientation.APPLY, new DecodingMemory(heap), ImageDecoder.Examined::image);
  }
}
