package io.github.vitlora.report.allure;

import io.github.vitlora.io.NumberText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The end of a log, which is where the reason of a failure stands. A page holds its attachments,
 * and one that holds megabytes of log does not open.
 */
final class LogTail {

  /** Bytes. */
  static final int MOST = 1 << 20;

  private LogTail() {}

  /** The log, or the whole lines among its last bytes below a line that says so. */
  static byte[] read(Path log) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(log)) {
      long left = Math.max(0, channel.size() - MOST);
      InputStream tail = Channels.newInputStream(channel.position(left));
      byte[] bytes = tail.readNBytes(MOST);
      if (left == 0) {
        return bytes;
      }
      int from = lineStart(bytes);
      byte[] notice =
          "[The first %s of this log are left out.]\n"
              .formatted(NumberText.bytes(left + from))
              .getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.allocate(notice.length + bytes.length - from)
          .put(notice)
          .put(bytes, from, bytes.length - from)
          .array();
    }
  }

  private static int lineStart(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return 0;
  }
}
