package io.github.vitlora.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import javax.imageio.ImageIO;

/**
 * Reads an image as Python's {@code PIL.Image.open(file).convert("RGB")} does, by its content and
 * whatever its name: stored samples are taken as they are, colour profiles are not applied, alpha
 * is dropped, grey is repeated. Of an animation the first frame is read, on the whole canvas, and
 * of a file of several images the first.
 *
 * <p>Of samples of 16 bits the upper byte is kept. (Pillow does so for colours; 16-bit grey it
 * would make white wherever it is 256 or more.)
 *
 * <p>An image that would not fit into the heap is read in strips, and refused if that is not
 * enough. Images that are decoded at the same time share what there is. What comes out depends on
 * neither.
 */
public final class ImageDecoder {
  /** The size beyond which PIL refuses an image as a decompression bomb. */
  private static final long MOST_PIXELS = 178_956_970;

  private static final int CHANNELS = 3;

  /** An image that is read in strips is read from its beginning for each. */
  private static final int MOST_STRIPS = 16;

  private static final DecodingMemory MEMORY = new DecodingMemory(Runtime.getRuntime().maxMemory());

  static {
    // Otherwise every image would be written to a temporary file first.
    ImageIO.setUseCache(false);
  }

  private ImageDecoder() {}

  /**
   * Holds an image and what was found out about its file.
   *
   * @param facts of the file
   * @param image its pixels, in three channels
   */
  public record Examined(ImageFacts facts, DecodedImage image) {}

  /**
   * Decodes a file.
   *
   * @return the image in three channels
   * @throws ImageException if it cannot be read, is cut off, is of another kind, or would take more
   *     than half of Java's heap
   */
  public static DecodedImage decode(Path file, Orientation orientation) {
    return examine(file, orientation).image();
  }

  /**
   * Decodes a file and says what it holds.
   *
   * @throws ImageException as for {@link #decode}
   */
  public static Examined examine(Path file, Orientation orientation) {
    return examine(file, orientation, one -> one);
  }

  /**
   * Decodes a file, says what it holds, and uses both as {@link #use} does.
   *
   * @throws ImageException as for {@link #decode}
   */
  public static <T> T examine(Path file, Orientation orientation, Function<Examined, T> use) {
    return examined(file, orientation, MEMORY, use);
  }

  /**
   * Decodes a file and uses it while memory is set aside for it: as many large images as fit are in
   * use at the same time.
   *
   * @param use makes something smaller of the image, and decodes no other
   * @throws ImageException as for {@link #decode}
   */
  public static <T> T use(Path file, Orientation orientation, Function<DecodedImage, T> use) {
    return examined(file, orientation, MEMORY, one -> use.apply(one.image()));
  }

  /** Returns the EXIF orientation of the file that these bytes are, 1 to 8. */
  public static int orientation(byte[] file) {
    return ImageFormat.of(file).map(format -> Exif.orientation(format, file)).orElse(Exif.UPRIGHT);
  }

  static <T> T examined(
      Path file, Orientation orientation, DecodingMemory memory, Function<Examined, T> use) {
    byte[] bytes = bytes(file, memory);
    ImageFormat format = format(file, bytes);
    int turn = Exif.orientation(format, bytes);
    try (FormatReader reader = reader(format, bytes)) {
      boolean turned = orientation == Orientation.APPLY && turn != Exif.UPRIGHT;
      Need need = Need.of(file, reader, bytes.length, turned, memory.bytes());
      return memory.with(
          need.bytes(),
          () -> {
            DecodedImage image = decoded(file, reader, need.rows());
            ImageFacts facts =
                new ImageFacts(
                    format, reader.width(), reader.height(), reader.mode(), turn, reader.damage());
            return use.apply(new Examined(facts, turned ? image.upright(turn) : image));
          });
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static byte[] bytes(Path file, DecodingMemory memory) {
    try {
      long size = Files.size(file);
      if (size > memory.bytes()) {
        String what = String.format(Locale.ROOT, "a file of %,d bytes is too large", size);
        throw tooLarge(file, what, memory.bytes());
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new ImageException(file, "there is no such file", e);
    } catch (IOException e) {
      throw new ImageException(file, "the file cannot be read: " + e, e);
    }
  }

  private static ImageFormat format(Path file, byte[] bytes) {
    if (bytes.length == 0) {
      throw new ImageException(file, "it is empty: bring it here once more, or remove it");
    }
    ImageFormat format =
        ImageFormat.of(bytes)
            .orElseThrow(
                () ->
                    new ImageException(
                        file,
                        "it is none of "
                            + ImageFormat.readableWords()
                            + ": convert it, or remove it if it is no image"));
    format
        .remedy()
        .ifPresent(
            remedy -> {
              throw new ImageException(
                  file,
                  "its content is %s, which is not read: %s".formatted(format.word(), remedy));
            });
    return format;
  }

  private static FormatReader reader(ImageFormat format, byte[] bytes) throws IOException {
    try {
      return switch (format) {
        case JPEG -> new JpegReader(bytes);
        case GIF -> new GifReader(bytes);
        case PNM -> new PnmReader(bytes);
        case WEBP -> new WebpReader(bytes);
        default -> RasterReader.of(format, bytes);
      };
    } catch (RuntimeException e) {
      throw new IOException(e);
    }
  }

  private static DecodedImage decoded(Path file, FormatReader reader, int rows) {
    try {
      return new DecodedImage(reader.width(), reader.height(), CHANNELS, reader.read(rows));
    } catch (IOException | RuntimeException e) {
      throw unreadable(file, e);
    }
  }

  private static ImageException unreadable(Path file, Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof EOFException) {
        return new ImageException(
            file,
            "it is cut off"
                + (cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")")
                + ": bring it here once more, or remove it",
            e);
      }
    }
    return new ImageException(
        file,
        Optional.ofNullable(e.getMessage()).orElseGet(e::toString)
            + ": it is damaged or of a rare kind; save it anew, or remove it",
        e);
  }

  private static ImageException tooLarge(Path file, String what, long most) {
    return new ImageException(
        file,
        String.format(
            Locale.ROOT,
            "%s: decoding may take half of Java's heap of %,d MiB; give Java a larger heap, or make"
                + " the image smaller",
            what,
            2 * most >> 20));
  }

  /**
   * Says what decoding takes.
   *
   * @param rows that are read at once
   * @param bytes of heap
   */
  private record Need(int rows, long bytes) {
    /** Takes as few strips as fit. */
    static Need of(Path file, FormatReader reader, int fileBytes, boolean turned, long most) {
      long pixels = (long) reader.width() * reader.height();
      String size = reader.width() + " x " + reader.height() + " pixels are too many";
      if (reader.width() < 1 || reader.height() < 1) {
        throw new ImageException(
            file,
            "its header says that it has %d x %d pixels"
                .formatted(reader.width(), reader.height()));
      }
      if (pixels > MOST_PIXELS) {
        throw new ImageException(
            file,
            String.format(Locale.ROOT, "%s: %,d are the most for any image", size, MOST_PIXELS));
      }
      long held = fileBytes + CHANNELS * pixels * (turned ? 2 : 1);
      for (int strips = 1; strips <= (reader.readsStrips() ? MOST_STRIPS : 1); strips *= 2) {
        int rows = (reader.height() + strips - 1) / strips;
        long bytes = held + (long) reader.bytesPerPixel() * reader.width() * rows;
        if (bytes <= most) {
          return new Need(rows, bytes);
        }
      }
      throw tooLarge(file, size, most);
    }
  }
}
