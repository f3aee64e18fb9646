package io.github.vitlora.io;

import java.time.Duration;
import java.util.Locale;

/** Writes figures with their units for people, the same in every locale. */
public final class NumberText {
  private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

  private NumberText() {}

  public static String percent(double share, int decimals) {
    return number(100 * share, decimals) + " %";
  }

  public static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /** Writes a number with the sign that typography wants. */
  public static String signed(double value, int decimals) {
    String text = number(Math.abs(value), decimals);
    boolean zero = Double.parseDouble(text) == 0;
    return (zero ? "±" : value < 0 ? "−" : "+") + text;
  }

  public static String count(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  public static String bytes(double bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit < BYTE_UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return number(value, unit == 0 ? 0 : 1) + " " + BYTE_UNITS[unit];
  }

  public static String seconds(double seconds) {
    if (!(seconds < 60)) {
      long whole = Math.round(seconds);
      return whole < 3600
          ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
          : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole / 60 % 60);
    }
    return number(seconds, 1) + " s";
  }

  /** Writes a time that still passes, without fractions of a second. */
  public static String duration(Duration duration) {
    long seconds = duration.toSeconds();
    return seconds < 60 ? seconds + " s" : seconds(seconds);
  }

  /** Writes the size of a download, by powers of ten as networks count. */
  public static String megabytes(long bytes) {
    return number(bytes / 1e6, 1) + " MB";
  }

  /** Writes a learning rate or the like, as short as is exact. */
  public static String plain(double value) {
    return Double.toString(value).replace(".0E", "E").replaceAll("\\.0$", "").replace('E', 'e');
  }
}
