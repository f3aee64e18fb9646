package io.github.vitlora.image;

import io.github.vitlora.image.webp.Vp8Frame;
import io.github.vitlora.image.webp.Vp8lImage;
import io.github.vitlora.image.webp.WebpChunk;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import javax.imageio.IIOException;

/**
 * Reads a WebP, of an animation the first frame, on the whole canvas: what it leaves free is black,
 * which is what Pillow makes of a transparent canvas.
 *
 * <p>There are readers of WebP in Java, of which TwelveMonkeys' is the best kept. It decodes some
 * transparent pixels of lossless images as others, applies profiles, and does not interpolate
 * colours (see {@link Vp8Frame}).
 */
final class WebpReader implements FormatReader {
  private static final int CHANNELS = 3;
  private static final int RIFF_HEADER = 8;
  private static final int ANIMATED = 2;
  private static final int ALPHA = 16;
  private static final int FRAME_HEADER = 16;

  /** Chroma has half the rows and columns of luma, but interpolation takes rows of numbers too. */
  private static final int LOSSY_BYTES_PER_PIXEL = 2;

  /** Pixels as they are written, and as they come out. */
  private static final int LOSSLESS_BYTES_PER_PIXEL = 8;

  private final byte[] file;
  private final WebpChunk bitstream;
  private final int canvasWidth;
  private final int canvasHeight;
  private int left;
  private int top;
  private boolean alpha;

  WebpReader(byte[] file) throws IOException {
    this.file = file;
    if (file.length < RIFF_HEADER + FRAME_HEADER) {
      throw new EOFException();
    }
    long end = RIFF_HEADER + WebpChunk.little(file, 4, 4);
    if (end > file.length) {
      throw new EOFException();
    }
    List<WebpChunk> chunks = WebpChunk.between(file, RIFF_HEADER + 4, (int) end);
    if (chunks.isEmpty()) {
      throw new EOFException();
    }
    WebpChunk first = chunks.get(0);
    if (!first.type().equals("VP8X")) {
      bitstream = bitstream(chunks);
      alpha = isLossless() && (file[first.from() + 4] & 0x10) != 0;
      canvasWidth = frameWidth();
      canvasHeight = frameHeight();
      return;
    }
    requireLength(first, 10);
    int flags = file[first.from()];
    alpha = (flags & ALPHA) != 0;
    canvasWidth = 1 + (int) WebpChunk.little(file, first.from() + 4, 3);
    canvasHeight = 1 + (int) WebpChunk.little(file, first.from() + 7, 3);
    bitstream = (flags & ANIMATED) == 0 ? bitstream(chunks) : firstFrame(chunks);
    boolean within = left <= canvasWidth - frameWidth() && top <= canvasHeight - frameHeight();
    if ((flags & ANIMATED) == 0 ? !isWhole() : !within) {
      throw new IIOException(
          "its image of %d x %d pixels does not fit its canvas of %d x %d"
              .formatted(frameWidth(), frameHeight(), canvasWidth, canvasHeight));
    }
  }

  private WebpChunk firstFrame(List<WebpChunk> chunks) throws IOException {
    WebpChunk frame =
        chunks.stream()
            .filter(chunk -> chunk.type().equals("ANMF"))
            .findFirst()
            .orElseThrow(() -> new IIOException("it has no frame"));
    requireLength(frame, FRAME_HEADER);
    left = 2 * (int) WebpChunk.little(file, frame.from(), 3);
    top = 2 * (int) WebpChunk.little(file, frame.from() + 3, 3);
    return bitstream(WebpChunk.between(file, frame.from() + FRAME_HEADER, frame.end()));
  }

  private WebpChunk bitstream(List<WebpChunk> chunks) throws IOException {
    WebpChunk found =
        chunks.stream()
            .filter(chunk -> chunk.type().equals("VP8 ") || chunk.type().equals("VP8L"))
            .findFirst()
            .orElseThrow(() -> new IIOException("it has no image"));
    requireLength(found, found.type().equals("VP8L") ? 5 : 10);
    return found;
  }

  private static void requireLength(WebpChunk chunk, int bytes) throws IOException {
    if (chunk.end() - chunk.from() < bytes) {
      throw new EOFException();
    }
  }

  private boolean isLossless() {
    return bitstream.type().equals("VP8L");
  }

  private boolean isWhole() {
    return frameWidth() == canvasWidth && frameHeight() == canvasHeight;
  }

  private int frameWidth() {
    return isLossless()
        ? 1 + (int) (WebpChunk.little(file, bitstream.from() + 1, 4) & 0x3fff)
        : (int) WebpChunk.little(file, bitstream.from() + 6, 2) & 0x3fff;
  }

  private int frameHeight() {
    return isLossless()
        ? 1 + (int) (WebpChunk.little(file, bitstream.from() + 1, 4) >> 14 & 0x3fff)
        : (int) WebpChunk.little(file, bitstream.from() + 8, 2) & 0x3fff;
  }

  @Override
  public int width() {
    return canvasWidth;
  }

  @Override
  public int height() {
    return canvasHeight;
  }

  @Override
  public String mode() {
    return alpha ? "RGBA" : "RGB";
  }

  @Override
  public int bytesPerPixel() {
    return (isWhole() ? 0 : CHANNELS)
        + (isLossless() ? LOSSLESS_BYTES_PER_PIXEL : LOSSY_BYTES_PER_PIXEL);
  }

  @Override
  public boolean readsStrips() {
    return false;
  }

  @Override
  public byte[] read(int rows) throws IOException {
    byte[] frame = frame();
    if (isWhole()) {
      return frame;
    }
    byte[] canvas = new byte[CHANNELS * canvasWidth * canvasHeight];
    int row = CHANNELS * frameWidth();
    for (int y = 0; y < frameHeight(); y++) {
      int to = CHANNELS * ((top + y) * canvasWidth + left);
      System.arraycopy(frame, y * row, canvas, to, row);
    }
    return canvas;
  }

  private byte[] frame() throws IOException {
    return isLossless()
        ? new Vp8lImage(file, bitstream.from(), bitstream.end()).pixels()
        : new Vp8Frame(file, bitstream.from(), bitstream.end()).pixels();
  }
}
