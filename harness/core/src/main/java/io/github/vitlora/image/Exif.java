package io.github.vitlora.image;

import io.github.vitlora.image.webp.WebpChunk;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.InflaterInputStream;

/**
 * Finds how the camera was held, where Pillow's {@code getexif()} looks for it: the tag {@code
 * Orientation} of EXIF, and where there is none {@code tiff:Orientation} of an XMP packet.
 *
 * <p>Whatever is not as it should be says nothing: the image then lies as it should.
 */
final class Exif {
  /** The orientation of an image that lies as it should. */
  static final int UPRIGHT = 1;

  private static final int LARGEST = 8;
  private static final String EXIF_PREFIX = "Exif\0\0";
  private static final String JPEG_XMP_PREFIX = "http://ns.adobe.com/xap/1.0/\0";
  private static final String PNG_XMP_KEY = "XML:com.adobe.xmp\0";

  /** The key under which programs stored EXIF in a PNG before there was a chunk for it. */
  private static final String PNG_PROFILE_KEY = "Raw profile type exif\0";

  private static final Pattern IN_XMP = Pattern.compile("tiff:Orientation(?:=\"|>)([0-9])");

  /** What unpacks to more is no camera's. */
  private static final int MOST_UNPACKED = 1 << 20;

  private byte[] tiff = new byte[0];
  private byte[] xmp = new byte[0];

  private Exif() {}

  /** Returns the orientation of a file of that format, 1 to 8. */
  static int orientation(ImageFormat format, byte[] file) {
    Exif exif = new Exif();
    switch (format) {
      case JPEG -> exif.readJpeg(file);
      case PNG -> exif.readPng(file);
      case WEBP -> exif.readWebp(file);
      case TIFF -> exif.readTiff(file);
      default -> {
        return UPRIGHT;
      }
    }
    int found = exif.orientation();
    return found >= UPRIGHT && found <= LARGEST ? found : UPRIGHT;
  }

  private int orientation() {
    TiffDirectory directory = TiffDirectory.of(tiff);
    if (directory.has(TiffDirectory.ORIENTATION)) {
      return directory.number(TiffDirectory.ORIENTATION, UPRIGHT);
    }
    Matcher packet = IN_XMP.matcher(text(xmp));
    return packet.find() ? packet.group(1).charAt(0) - '0' : UPRIGHT;
  }

  private void readTiff(byte[] file) {
    tiff = file;
    xmp = TiffDirectory.of(file).bytes(TiffDirectory.XMP).orElse(xmp);
  }

  private void readJpeg(byte[] file) {
    ByteArrayOutputStream parts = new ByteArrayOutputStream();
    int at = 2;
    while (at + 4 <= file.length) {
      int marker = file[at + 1] & 0xff;
      if ((file[at] & 0xff) != 0xff || marker == 0xff || marker == 0) {
        at++;
        continue;
      }
      if (marker == 0xda) {
        break;
      }
      if (marker == 1 || marker >= 0xd0 && marker <= 0xd8) {
        at += 2;
        continue;
      }
      int length = (file[at + 2] & 0xff) << 8 | file[at + 3] & 0xff;
      int end = Math.min(file.length, at + 2 + Math.max(2, length));
      if (marker == 0xe1) {
        byte[] content = Arrays.copyOfRange(file, at + 4, end);
        if (startsWith(content, EXIF_PREFIX)) {
          // What does not fit one segment goes on in the next.
          parts.writeBytes(after(content, EXIF_PREFIX));
        } else if (startsWith(content, JPEG_XMP_PREFIX)) {
          xmp = after(content, JPEG_XMP_PREFIX);
        }
      }
      at = end;
    }
    tiff = parts.toByteArray();
  }

  private void readPng(byte[] file) {
    byte[] profile = tiff;
    int at = 8;
    while (at + 12 <= file.length) {
      int length = ByteBuffer.wrap(file, at, 4).getInt();
      if (length < 0 || length > file.length - at - 12) {
        break;
      }
      String type = text(Arrays.copyOfRange(file, at + 4, at + 8));
      if (type.equals("eXIf") || type.endsWith("Xt")) {
        byte[] content = Arrays.copyOfRange(file, at + 8, at + 8 + length);
        if (type.equals("eXIf")) {
          tiff = content;
        } else if (startsWith(content, PNG_XMP_KEY)) {
          xmp = content;
        } else if (startsWith(content, PNG_PROFILE_KEY)) {
          byte[] value = after(content, PNG_PROFILE_KEY);
          profile = profile(type.equals("zTXt") ? unpacked(value) : value);
        }
      }
      at += 12 + length;
    }
    tiff = tiff.length > 0 ? tiff : profile;
  }

  private void readWebp(byte[] file) {
    for (WebpChunk chunk : WebpChunk.of(file)) {
      if (chunk.type().equals("EXIF")) {
        byte[] content = chunk.content(file);
        tiff = startsWith(content, EXIF_PREFIX) ? after(content, EXIF_PREFIX) : content;
      } else if (chunk.type().equals("XMP ")) {
        xmp = chunk.content(file);
      }
    }
  }

  /** A profile's bytes in hexadecimal, after lines with its name and length. */
  private static byte[] profile(byte[] value) {
    String[] lines = text(value).split("\n");
    String digits =
        String.join("", Arrays.asList(lines).subList(Math.min(3, lines.length), lines.length))
            .strip();
    try {
      byte[] exif = HexFormat.of().parseHex(digits);
      return startsWith(exif, EXIF_PREFIX) ? after(exif, EXIF_PREFIX) : exif;
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  /** The first byte says how it is packed, of which there is one way. */
  private static byte[] unpacked(byte[] value) {
    int from = Math.min(1, value.length);
    try (InflaterInputStream in =
        new InflaterInputStream(new ByteArrayInputStream(value, from, value.length - from))) {
      return in.readNBytes(MOST_UNPACKED);
    } catch (IOException e) {
      return new byte[0];
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static byte[] after(byte[] bytes, String prefix) {
    return Arrays.copyOfRange(bytes, prefix.length(), bytes.length);
  }

  private static boolean startsWith(byte[] bytes, String prefix) {
    return bytes.length >= prefix.length()
        && text(Arrays.copyOf(bytes, prefix.length())).equals(prefix);
  }
}
