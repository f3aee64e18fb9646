package io.github.vitlora.image;

import java.util.Optional;

/**
 * Holds what a JPEG's markers say of its colours, up to the frame header.
 *
 * @param components samples a pixel
 * @param jfif whether it has a JFIF marker
 * @param adobeTransform the Adobe marker's colour transform, where it has one
 * @param ids the components' identifiers
 */
record JpegHeader(int components, boolean jfif, Optional<Integer> adobeTransform, byte[] ids) {
  private static final int APP0 = 0xe0;
  private static final int APP14 = 0xee;

  static boolean isJpeg(byte[] file) {
    return file.length > 3 && (file[0] & 0xff) == 0xff && (file[1] & 0xff) == 0xd8;
  }

  /** Reads the markers; empty if the file has no frame header. */
  static Optional<JpegHeader> parse(byte[] file) {
    boolean jfif = false;
    Optional<Integer> adobe = Optional.empty();
    int at = 2;
    while (at + 9 < file.length) {
      if ((file[at] & 0xff) != 0xff || (file[at + 1] & 0xff) == 0xff) {
        // Fill bytes, or bytes between segments that libjpeg skips too.
        at++;
        continue;
      }
      int marker = file[at + 1] & 0xff;
      if (marker == 0 || marker == 1 || (marker >= 0xd0 && marker <= 0xd8)) {
        at += 2;
        continue;
      }
      int length = (file[at + 2] & 0xff) << 8 | file[at + 3] & 0xff;
      int end = at + 2 + length;
      if (isFrame(marker)) {
        int components = file[at + 9] & 0xff;
        if (at + 10 + 3 * components > file.length) {
          return Optional.empty();
        }
        byte[] ids = new byte[components];
        for (int i = 0; i < components; i++) {
          ids[i] = file[at + 10 + 3 * i];
        }
        return Optional.of(new JpegHeader(components, jfif, adobe, ids));
      }
      if (marker == APP0 && length >= 14 && startsWith(file, at + 4, "JFIF\0")) {
        jfif = true;
      }
      if (marker == APP14 && length >= 14 && startsWith(file, at + 4, "Adobe")) {
        adobe = at + 15 < file.length ? Optional.of(file[at + 15] & 0xff) : adobe;
      }
      at = end;
    }
    return Optional.empty();
  }

  /** Returns whether the samples are luminance and colour differences, as libjpeg decides it. */
  boolean ycc() {
    if (components == 4) {
      return adobeTransform.isPresent() && adobeTransform.get() == 2;
    }
    if (components != 3) {
      return false;
    }
    if (jfif) {
      return true;
    }
    if (adobeTransform.isPresent()) {
      return adobeTransform.get() != 0;
    }
    return !(ids[0] == 'R' && ids[1] == 'G' && ids[2] == 'B');
  }

  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private static boolean startsWith(byte[] file, int at, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (at + i >= file.length || file[at + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
