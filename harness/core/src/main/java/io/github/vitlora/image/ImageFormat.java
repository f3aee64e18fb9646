package io.github.vitlora.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Names what image files hold, and what lies in their place. A file's format follows from its first
 * bytes and not from its name.
 */
public enum ImageFormat {
  JPEG("JPEG"),
  PNG("PNG"),
  GIF("GIF"),
  BMP("BMP"),
  WEBP("WebP"),
  TIFF("TIFF"),
  /** The portable bitmaps PBM, PGM and PPM. */
  PNM("PBM, PGM and PPM"),

  AVIF("AVIF", Remedy.CONVERT),
  /** High efficiency images, which phones take. */
  HEIC("HEIC", Remedy.CONVERT),
  JPEG_XL("JPEG XL", Remedy.CONVERT),
  JPEG_2000("JPEG 2000", Remedy.CONVERT),
  /** TIFF with offsets of 64 bits, for files beyond four gigabytes. */
  BIG_TIFF("BigTIFF", Remedy.CONVERT),
  SVG("SVG", "draw it as a PNG of the size that is wanted"),
  PSD("a Photoshop document", "export it as a PNG"),
  PDF("a PDF document", "export its image as a PNG"),
  HTML(
      "a web page (HTML)",
      "whatever downloaded it was shown a page in place of the image, so download it again"),
  /** What Git leaves in place of a large file. */
  LFS_POINTER(
      "a Git LFS pointer",
      "the image itself was not fetched, so run 'git lfs pull' in the clone it comes from");

  /** As many bytes as are looked at. */
  private static final int HEAD = 1024;

  private static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};
  private static final byte[] JPEG_XL_BOX = {0, 0, 0, 12, 'J', 'X', 'L', ' ', 13, 10, (byte) 0x87};
  private static final byte[] JPEG_2000_BOX = {0, 0, 0, 12, 'j', 'P', ' ', ' ', 13, 10};

  /** Lengths of the headers that follow a BMP's first 14 bytes. */
  private static final List<Integer> BMP_HEADERS = List.of(12, 40, 52, 56, 64, 108, 124);

  private static final List<String> HEIC_BRANDS =
      List.of("heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "mif1", "msf1");

  private final String word;
  private final Optional<String> remedy;

  ImageFormat(String word) {
    this.word = word;
    remedy = Optional.empty();
  }

  ImageFormat(String word, String remedy) {
    this.word = word;
    this.remedy = Optional.of(remedy);
  }

  /** Holds what is said of several. */
  private static final class Remedy {
    static final String CONVERT = "convert it to JPEG, PNG or WebP";
  }

  /** Returns whether images of this format are decoded. */
  public boolean readable() {
    return remedy.isEmpty();
  }

  /** Names the format in a message: {@code JPEG}, {@code a web page (HTML)}. */
  public String word() {
    return word;
  }

  /** Says what to do about a file of this format; empty if it is readable. */
  public Optional<String> remedy() {
    return remedy;
  }

  /** Lists the formats that are read, for messages: {@code JPEG, PNG, GIF, ...}. */
  public static String readableWords() {
    return Stream.of(values())
        .filter(ImageFormat::readable)
        .map(ImageFormat::word)
        .collect(Collectors.joining(", "));
  }

  /**
   * Tells a file's format by its first bytes; empty if they are those of no known one, or the file
   * is empty.
   *
   * @throws IOException if the file cannot be read
   */
  public static Optional<ImageFormat> of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return of(in.readNBytes(HEAD));
    }
  }

  /** Tells the format of the file that begins with these bytes. */
  static Optional<ImageFormat> of(byte[] start) {
    byte[] head = Arrays.copyOf(start, Math.min(start.length, HEAD));
    if (starts(head, 0xff, 0xd8, 0xff)) {
      return Optional.of(JPEG);
    }
    if (starts(head, PNG_SIGNATURE)) {
      return Optional.of(PNG);
    }
    if (starts(head, 'I', 'I', 42, 0) || starts(head, 'M', 'M', 0, 42)) {
      return Optional.of(TIFF);
    }
    if (starts(head, 'I', 'I', 43, 0) || starts(head, 'M', 'M', 0, 43)) {
      return Optional.of(BIG_TIFF);
    }
    if (starts(head, 0xff, 0x0a) || starts(head, JPEG_XL_BOX)) {
      return Optional.of(JPEG_XL);
    }
    if (starts(head, 0xff, 0x4f, 0xff, 0x51) || starts(head, JPEG_2000_BOX)) {
      return Optional.of(JPEG_2000);
    }
    return ofLetters(head, new String(head, StandardCharsets.ISO_8859_1));
  }

  private static Optional<ImageFormat> ofLetters(byte[] head, String text) {
    if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) {
      return Optional.of(GIF);
    }
    if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
      return Optional.of(WEBP);
    }
    if (text.startsWith("BM") && head.length > 17 && BMP_HEADERS.contains(intAt(head, 14))) {
      return Optional.of(BMP);
    }
    if (text.startsWith("P") && text.length() > 2) {
      boolean known = text.charAt(1) >= '1' && text.charAt(1) <= '6';
      return known && " \t\n\r\f\u000b#".indexOf(text.charAt(2)) >= 0
          ? Optional.of(PNM)
          : Optional.empty();
    }
    if (text.startsWith("ftyp", 4)) {
      return ofBrands(text);
    }
    if (text.startsWith("8BPS")) {
      return Optional.of(PSD);
    }
    if (text.startsWith("%PDF-")) {
      return Optional.of(PDF);
    }
    if (text.startsWith("version https://git-lfs.github.com/")) {
      return Optional.of(LFS_POINTER);
    }
    return ofMarkup(text);
  }

  /**
   * Of the container that AVIF and HEIC share: its main brand, then those it is compatible with.
   */
  private static Optional<ImageFormat> ofBrands(String text) {
    int end = Math.min(text.length() - 3, 64);
    for (int at = 8; at < end; at += 4) {
      String brand = text.substring(at, at + 4);
      if (brand.equals("avif") || brand.equals("avis")) {
        return Optional.of(AVIF);
      }
    }
    return text.length() >= 12 && HEIC_BRANDS.contains(text.substring(8, 12))
        ? Optional.of(HEIC)
        : Optional.empty();
  }

  private static Optional<ImageFormat> ofMarkup(String text) {
    String markup = text.replace("\u00ef\u00bb\u00bf", "").strip().toLowerCase(Locale.ROOT);
    if (markup.startsWith("<!doctype html")
        || markup.startsWith("<html")
        || markup.startsWith("<head")) {
      return Optional.of(HTML);
    }
    boolean xml = markup.startsWith("<?xml") || markup.startsWith("<!");
    if (markup.startsWith("<svg") || xml && markup.contains("<svg")) {
      return Optional.of(SVG);
    }
    return xml && markup.contains("<html") ? Optional.of(HTML) : Optional.empty();
  }

  private static int intAt(byte[] bytes, int at) {
    return bytes[at] & 0xff
        | (bytes[at + 1] & 0xff) << 8
        | (bytes[at + 2] & 0xff) << 16
        | bytes[at + 3] << 24;
  }

  private static boolean starts(byte[] head, int... signature) {
    for (int i = 0; i < signature.length; i++) {
      if (i >= head.length || (head[i] & 0xff) != signature[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean starts(byte[] head, byte[] signature) {
    return head.length >= signature.length
        && Arrays.equals(head, 0, signature.length, signature, 0, signature.length);
  }
}
