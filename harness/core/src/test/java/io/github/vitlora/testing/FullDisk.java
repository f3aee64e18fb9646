package io.github.vitlora.testing;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A disk in memory that has room for little. */
public final class FullDisk implements AutoCloseable {
  private final FileSystem files;

  private FullDisk(FileSystem files) {
    this.files = files;
  }

  /** A disk of that many bytes. */
  public static FullDisk of(long bytes) {
    return new FullDisk(
        Jimfs.newFileSystem(
            Configuration.unix().toBuilder().setMaxSize(bytes).setBlockSize(512).build()));
  }

  /** A folder on it. */
  public Path folder() {
    return files.getPath("/work");
  }

  /** Every file on it, whatever its name. */
  public List<Path> files() throws IOException {
    if (Files.notExists(folder())) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder())) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  @Override
  public void close() {
    try {
      files.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
