package io.github.vitlora.transform;

import io.github.vitlora.dataset.ContentIndex;
import io.github.vitlora.dataset.ImageFile;
import io.github.vitlora.image.ImageException;
import io.github.vitlora.io.AtomicFile;
import io.github.vitlora.io.Digests;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps crops on disk, so that only the first of many trials decodes an image. A crop is found by
 * what it follows from: the image file's bytes, the transform, and the code that decodes.
 *
 * <p>Safe to delete at any moment, and to share between processes: a crop is whole or not taken,
 * and where nothing can be kept, images are decoded as without it. Thread-safe.
 */
public final class CropStore {
  private static final Logger LOG = LoggerFactory.getLogger(CropStore.class);
  private static final Duration TOUCHED_ANEW_AFTER = Duration.ofDays(1);

  private final Path folder;
  private final ContentIndex contents;
  private final String decoder;
  private final StoreSpace space;
  private final AtomicBoolean writable = new AtomicBoolean(true);

  /**
   * Makes a store; nothing is read yet.
   *
   * @param folder made when needed
   * @param mostBytes what all crops in the folder may take, of every transform
   * @param code identifies the code that decodes; crops of another are not taken
   * @param contents tells what an image's bytes are
   */
  public CropStore(Path folder, long mostBytes, String code, ContentIndex contents) {
    this.folder = folder;
    this.contents = contents;
    // The JDK decodes JPEGs, and another release may round otherwise.
    decoder = Digests.of((code + " " + Runtime.version()).getBytes()).substring(0, 16);
    space = new StoreSpace(folder, mostBytes);
  }

  /**
   * Makes the store of a cache, unless nothing is to be kept.
   *
   * @param cache folder of the cache
   * @param mostBytes what all crops may take; 0 keeps none
   * @param code identifies the code that decodes
   * @param contents tells what an image's bytes are
   */
  public static Optional<CropStore> in(
      Path cache, long mostBytes, String code, ContentIndex contents) {
    return mostBytes == 0
        ? Optional.empty()
        : Optional.of(new CropStore(cache.resolve("crops"), mostBytes, code, contents));
  }

  /**
   * Returns the image's crop: the kept one, or one that is made and kept.
   *
   * @throws ImageException if the image cannot be read
   */
  public byte[] crop(ImageFile image, ImageTransform transform) {
    Optional<Path> place = place(image, transform);
    Optional<byte[]> kept = place.flatMap(file -> read(file, transform.cropBytes()));
    if (kept.isPresent()) {
      return kept.get();
    }
    byte[] crop = image.decode(transform::crop);
    place.ifPresent(file -> keep(file, crop));
    return crop;
  }

  /** Keeps the image's crop, unless it is kept already. */
  public void keep(ImageFile image, ImageTransform transform, byte[] crop) {
    place(image, transform)
        .filter(file -> read(file, transform.cropBytes()).isEmpty())
        .ifPresent(file -> keep(file, crop));
  }

  /** None for an image that cannot be read, which decoding says better. */
  private Optional<Path> place(ImageFile image, ImageTransform transform) {
    try {
      String content = contents.sha256(image);
      return Optional.of(
          folder
              .resolve(decoder + "-" + transform.cropName())
              .resolve(content.substring(0, 2))
              .resolve(content + StoreSpace.ENDING));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<byte[]> read(Path file, int length) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      if (!isWhole(bytes, length)) {
        LOG.warn("{} is damaged; its image is decoded again", file);
        return Optional.empty();
      }
      touch(file);
      return Optional.of(Arrays.copyOfRange(bytes, Long.BYTES, bytes.length));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      LOG.warn("{} cannot be read; its image is decoded again: {}", file, e.toString());
      return Optional.empty();
    }
  }

  private static boolean isWhole(byte[] bytes, int length) {
    if (bytes.length != Long.BYTES + length) {
      return false;
    }
    return ByteBuffer.wrap(bytes).getLong() == sum(bytes, Long.BYTES);
  }

  /** What was used lately is the last to go. */
  private static void touch(Path file) throws IOException {
    Instant now = Instant.now();
    if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(TOUCHED_ANEW_AFTER))) {
      Files.setLastModifiedTime(file, FileTime.from(now));
    }
  }

  private void keep(Path file, byte[] crop) {
    if (!writable.get()) {
      return;
    }
    try {
      if (space.take(Long.BYTES + crop.length, file.getParent().getParent())) {
        write(file, crop);
      }
    } catch (IOException e) {
      if (writable.getAndSet(false)) {
        LOG.warn("Decoded images are no longer kept in {}: {}", folder, e.toString());
      }
    }
  }

  private static void write(Path file, byte[] crop) throws IOException {
    byte[] sum = ByteBuffer.allocate(Long.BYTES).putLong(sum(crop, 0)).array();
    byte[] bytes = Arrays.copyOf(sum, sum.length + crop.length);
    System.arraycopy(crop, 0, bytes, sum.length, crop.length);
    // Its sum tells whether it is whole.
    AtomicFile.writeUnforced(file, bytes);
  }

  private static long sum(byte[] bytes, int from) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, from, bytes.length - from);
    return sum.getValue();
  }
}
