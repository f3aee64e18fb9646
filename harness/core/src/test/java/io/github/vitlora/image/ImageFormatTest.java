package io.github.vitlora.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageFormatTest {
  /** The first bytes of files, as Java writes them in a string of ISO 8859-1. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          JPEG,        \u00ff\u00d8\u00ff\u00e0
          GIF,         GIF89a
          WEBP,        RIFF1234WEBPVP8L
          TIFF,        II*\\0
          TIFF,        MM\\0*
          PNM,         P6 3 2 255
          PNM,         P1#comment
          AVIF,        \\0\\0\\0\u0020ftypavif\\0\\0\\0\\0
          AVIF,        \\0\\0\\0\u0020ftypmif1\\0\\0\\0\\0mif1avif
          HEIC,        \\0\\0\\0\u0018ftypheic\\0\\0\\0\\0mif1heic
          HEIC,        \\0\\0\\0\u0018ftypmif1\\0\\0\\0\\0mif1heic
          JPEG_XL,     \u00ff\\n\u00fa
          JPEG_2000,   \\0\\0\\0\\fjP\u0020\u0020\\r\\n\u0087\\n
          BIG_TIFF,    II+\\0
          PSD,         8BPS\\0
          PDF,         %PDF-1.7
          SVG,         <svg xmlns=1>
          SVG,         <?xml version=1.0?><!-- a --><svg/>
          HTML,        <!DOCTYPE html><title>Sign in
          HTML,        \u00ef\u00bb\u00bf\\n<HTML lang=en>
          LFS_POINTER, version https://git-lfs.github.com/spec/v1
          """)
  void isToldByTheFirstBytes(ImageFormat format, String start) {
    assertThat(of(start.translateEscapes())).contains(format);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          BMW is a car
          Please
          P7 4 4
          RIFF1234WAVEfmt
          \\0\\0\\0\u0018ftypmp42\\0\\0\\0\\0
          {"a": 1}
          """,
      delimiter = ';')
  void anythingElseIsNoFormat(String start) {
    assertThat(of(start.translateEscapes())).isEmpty();
  }

  @Test
  void theFormatsThatAreNotReadSayWhatToDo() {
    for (ImageFormat format : ImageFormat.values()) {
      assertThat(format.remedy().isPresent()).isEqualTo(!format.readable());
    }
    assertThat(ImageFormat.readableWords())
        .isEqualTo("JPEG, PNG, GIF, BMP, WebP, TIFF, PBM, PGM and PPM");
  }

  @Test
  void anEmptyFileHasNone(@TempDir Path folder) throws IOException {
    assertThat(ImageFormat.of(Files.createFile(folder.resolve("a.jpg")))).isEmpty();
  }

  private static Optional<ImageFormat> of(String start) {
    return ImageFormat.of(start.getBytes(StandardCharsets.ISO_8859_1));
  }
}
