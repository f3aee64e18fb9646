package io.github.vitlora.source;

import io.github.vitlora.io.AtomicFile;
import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.io.UnwritableException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Fetches one file over HTTP, and continues where it broke off.
 *
 * <p>Bytes are appended to a part file that outlives a failed attempt and this process. Beside it
 * stands which version of which address they are of (entity tag or date); a range is asked for only
 * under the condition that this version is still the one served.
 */
final class Download {
  private static final int ATTEMPTS = 4;
  private static final int PARTIAL_CONTENT = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final String source;
  private final TransferListener listener;
  private final NetworkAccess access;
  private final Duration firstPause;
  private final Duration patience;

  /**
   * Prepares the download of {@code source}.
   *
   * @param access the way to each address
   * @param firstPause wait before the second attempt, doubled before each further one
   * @param patience how long a server may stay silent
   */
  Download(
      String source,
      TransferListener listener,
      NetworkAccess access,
      Duration firstPause,
      Duration patience) {
    this.source = source;
    this.listener = listener;
    this.access = access;
    this.firstPause = firstPause;
    this.patience = patience;
  }

  /**
   * Completes {@code part}: when this returns it holds the whole file, and the disk has it.
   *
   * @param remote the source
   * @param address where it is asked for
   * @return what the last server's answers said of it
   * @throws IOException if the part file cannot be written
   * @throws SourceException if the file cannot be had; what has arrived stays for the next time
   */
  FinalResponse into(SourceAddress.Remote remote, URI address, Path part) throws IOException {
    Requests requests = new Requests(access, patience);
    PartVersion version = new PartVersion(address, part);
    Duration pause = firstPause;
    for (int attempt = 1; ; attempt++) {
      try {
        FinalResponse answer = attempt(requests, remote, address, part, version);
        version.forget();
        return answer;
      } catch (UnwritableException | FileSystemException e) {
        // Of the disk, not of the network: trying again would not help.
        throw e;
      } catch (IOException e) {
        Optional<SourceException> refused = DownloadErrors.certificate(source, address, e);
        if (refused.isPresent()) {
          throw refused.get();
        }
        if (attempt == ATTEMPTS) {
          throw new SourceException(
              ("The source '%s' could not be fetched from %s in %s attempts: %s. Run it again to"
                      + " continue from the %s bytes that are here, or name a mirror by -D%s")
                  .formatted(
                      source,
                      address,
                      ATTEMPTS,
                      reason(e),
                      Files.exists(part) ? Files.size(part) : 0,
                      PropertyNames.HUB),
              e);
        }
        sleep(pause);
        pause = pause.multipliedBy(2);
      }
    }
  }

  private FinalResponse attempt(
      Requests requests, SourceAddress.Remote remote, URI address, Path part, PartVersion version)
      throws IOException {
    long have = version.resumable() ? Files.size(part) : 0;
    Map<String, String> headers =
        have > 0
            ? Map.of("Range", "bytes=" + have + "-", "If-Range", version.validator())
            : Map.of();
    FinalResponse answer = send(requests, address, headers);
    HttpResponse<InputStream> response = answer.response();
    try (InputStream body = response.body()) {
      int status = response.statusCode();
      boolean continues = status == PARTIAL_CONTENT && have > 0;
      if (status == RANGE_NOT_SATISFIABLE) {
        version.forget();
        Files.deleteIfExists(part);
        throw new IOException("the server has no bytes after " + have + "; beginning anew");
      }
      if (status != 200 && !continues) {
        // Server faults and throttling pass; anything else will be the same next time.
        if (status == 408 || status == 429 || status >= 500) {
          throw new IOException("the server answered with status " + status);
        }
        throw DownloadErrors.of(source, remote, address, answer);
      }
      if (continues && !contentRange(response).startsWith("bytes " + have + "-")) {
        version.forget();
        throw new IOException("the server answered with another range than the one asked for");
      }
      long start = continues ? have : 0;
      if (!continues) {
        // In this order, so that no bytes ever stand under another version's name.
        version.forget();
        Files.deleteIfExists(part);
        version.remember(response.headers());
      }
      OptionalLong length = response.headers().firstValueAsLong("Content-Length");
      OptionalLong total =
          length.isPresent() ? OptionalLong.of(start + length.getAsLong()) : OptionalLong.empty();
      long written = write(body, part, start, total);
      if (total.isPresent() && written != total.getAsLong()) {
        throw new IOException(written + " of " + total.getAsLong() + " bytes arrived");
      }
      return answer;
    }
  }

  private static String contentRange(HttpResponse<?> response) {
    return response.headers().firstValue("Content-Range").orElse("");
  }

  private long write(InputStream body, Path part, long start, OptionalLong total)
      throws IOException {
    try (FileChannel out =
            FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        StallGuard guard = new StallGuard(body, patience)) {
      out.truncate(start).position(start);
      long written = start;
      byte[] buffer = new byte[1 << 16];
      try {
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
          append(out, ByteBuffer.wrap(buffer, 0, read), part);
          written += read;
          guard.alive();
          listener.transferred(source, written, total);
        }
      } catch (IOException e) {
        throw guard.stalled() && !(e instanceof UnwritableException)
            ? new IOException("nothing arrived for " + patience, e)
            : e;
      }
      out.force(true);
      return written;
    }
  }

  private static void append(FileChannel out, ByteBuffer bytes, Path part) throws IOException {
    try {
      AtomicFile.writeAll(out, bytes);
    } catch (IOException e) {
      throw new UnwritableException(part, e);
    }
  }

  private FinalResponse send(Requests requests, URI address, Map<String, String> headers)
      throws IOException {
    try {
      return requests.get(address, headers);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private void sleep(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private SourceException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new SourceException("Fetching the source '" + source + "' was interrupted", e);
  }

  private static String reason(IOException e) {
    if (e.getMessage() == null) {
      return e.getClass().getSimpleName();
    }
    return e.getMessage().contains("407")
        ? e.getMessage() + " (the proxy wants what its <proxy> in settings.xml has to say)"
        : e.getMessage();
  }

  /** Notes beside a part file, in two lines, of which version of which address its bytes are. */
  private static final class PartVersion {
    private final URI address;
    private final Path part;
    private final Path note;

    PartVersion(URI address, Path part) {
      this.address = address;
      this.part = part;
      this.note = part.resolveSibling(part.getFileName() + ".version");
    }

    /** Returns whether there are bytes that a server can be asked to continue. */
    boolean resumable() throws IOException {
      return Files.exists(part) && Files.size(part) > 0 && read().isPresent();
    }

    /** Returns the entity tag or date for {@code If-Range}. */
    String validator() throws IOException {
      return read().orElseThrow();
    }

    /** Notes the version, unless by a weak entity tag, which promises no equal bytes. */
    void remember(HttpHeaders headers) throws IOException {
      Optional<String> validator =
          headers
              .firstValue("ETag")
              .filter(tag -> !tag.startsWith("W/"))
              .or(() -> headers.firstValue("Last-Modified"));
      if (validator.isPresent()) {
        Files.writeString(note, address + "\n" + validator.get() + "\n");
      } else {
        forget();
      }
    }

    void forget() throws IOException {
      Files.deleteIfExists(note);
    }

    private Optional<String> read() throws IOException {
      if (!Files.exists(note)) {
        return Optional.empty();
      }
      List<String> lines = Files.readAllLines(note);
      boolean same = lines.size() == 2 && lines.get(0).equals(address.toString());
      return same ? Optional.of(lines.get(1)) : Optional.empty();
    }
  }

  /**
   * Closes a response's body when nothing has arrived for a while, which ends the read that waits
   * for it: the HTTP client's own timeout ends with the response's headers.
   */
  private static final class StallGuard implements AutoCloseable {
    private final Thread watch;
    private final long patienceNanos;
    private volatile long lastByte = System.nanoTime();
    private volatile boolean stalled;

    StallGuard(InputStream body, Duration patience) {
      patienceNanos = patience.toNanos();
      watch = new Thread(() -> watch(body), "vitlora-download-watch");
      watch.setDaemon(true);
      watch.start();
    }

    void alive() {
      lastByte = System.nanoTime();
    }

    boolean stalled() {
      return stalled;
    }

    private void watch(InputStream body) {
      try {
        for (long left = patienceNanos; left > 0; ) {
          Thread.sleep(left / 1_000_000 + 1);
          left = patienceNanos - (System.nanoTime() - lastByte);
        }
        stalled = true;
        body.close();
      } catch (InterruptedException | IOException e) {
        // Interrupted: the transfer is over. Not closable: the read fails by itself.
        return;
      }
    }

    @Override
    public void close() {
      watch.interrupt();
    }
  }
}
