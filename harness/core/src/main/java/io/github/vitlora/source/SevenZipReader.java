package io.github.vitlora.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.PasswordRequiredException;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZFile;

/** Reads a 7z archive: names are in Unicode there, links as 7-Zip and p7zip keep them. */
final class SevenZipReader {
  /** The upper half of the attributes is then the mode that Unix has. */
  private static final int UNIX = 0x8000;

  private static final int TYPE_OF_FILE = 0170000;
  private static final int LINK = 0120000;

  /** Windows has links among them. */
  private static final int REPARSE_POINT = 0x400;

  private SevenZipReader() {}

  /** Hands over the entries, which take no more memory than the limit to unpack. */
  static void read(Path archive, UnpackTarget target, int memoryKiB) throws IOException {
    // Opened here, since the library leaves a file open that it cannot read.
    try (SeekableByteChannel channel = Files.newByteChannel(archive);
        SevenZFile file =
            SevenZFile.builder()
                .setSeekableByteChannel(channel)
                .setMaxMemoryLimitKiB(memoryKiB)
                .setUseDefaultNameForUnnamedEntries(true)
                .get()) {
      boolean slashes = false;
      for (SevenZArchiveEntry entry : file.getEntries()) {
        slashes |= entry.getName() != null && entry.getName().indexOf('/') >= 0;
      }
      InputStream content = new Content(file);
      for (SevenZArchiveEntry entry = file.getNextEntry();
          entry != null;
          entry = file.getNextEntry()) {
        String name = slashes ? entry.getName() : entry.getName().replace('\\', '/');
        if (entry.isDirectory()) {
          target.folder(name);
        } else if (isLink(entry)) {
          byte[] to = content.readNBytes(UnpackTarget.LONGEST_TARGET + 1);
          target.link(name, new String(to, StandardCharsets.UTF_8).replace('\\', '/'), true);
        } else if (!entry.isAntiItem()) {
          target.file(name, content);
        }
      }
    } catch (PasswordRequiredException e) {
      throw ArchiveReader.encrypted(archive, "its list of files or one of them");
    } catch (SourceException e) {
      throw e;
    } catch (RuntimeException | OutOfMemoryError e) {
      // The library trusts some of the numbers that it reads, also of how much there is to come.
      throw new IOException("it is damaged (" + e + ")", e);
    }
  }

  private static boolean isLink(SevenZArchiveEntry entry) {
    int attributes = entry.getHasWindowsAttributes() ? entry.getWindowsAttributes() : 0;
    return (attributes & UNIX) != 0 && (attributes >>> 16 & TYPE_OF_FILE) == LINK
        || (attributes & REPARSE_POINT) != 0;
  }

  /** What the current entry holds: asked for by entry, the library would look for each anew. */
  private static final class Content extends InputStream {
    private final SevenZFile file;

    Content(SevenZFile file) {
      this.file = file;
    }

    @Override
    public int read() throws IOException {
      return file.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return file.read(bytes, offset, length);
    }
  }
}
