package io.github.vitlora.report.text;

/** The grammar of comma-separated values (RFC 4180). */
final class Csv {
  /** The end of a line in that format, on every system. */
  static final String END = "\r\n";

  private Csv() {}

  /** A cell, in quotes where it needs them. */
  static String quoted(String cell) {
    return cell.matches("[^\",\r\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
