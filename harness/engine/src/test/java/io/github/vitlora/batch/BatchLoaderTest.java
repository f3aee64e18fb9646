package io.github.vitlora.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vitlora.dataset.ImageFile;
import io.github.vitlora.dataset.LabelledImage;
import io.github.vitlora.dataset.StoredImage;
import io.github.vitlora.experiment.TransformSpec;
import io.github.vitlora.image.ImageException;
import io.github.vitlora.testing.TestImages;
import io.github.vitlora.transform.Crops;
import io.github.vitlora.transform.DecodedCache;
import io.github.vitlora.transform.ImageTransform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One pass over a few drawn images, the blue of each telling which it is. */
class BatchLoaderTest {

  private static final int COUNT = 23;

  @TempDir Path folder;
  private final List<LabelledImage> images = new ArrayList<>();
  private final ImageTransform transform =
      new ImageTransform(new TransformSpec(8, 8, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f)));

  @BeforeEach
  void draw() {
    for (int i = 0; i < COUNT; i++) {
      // Large ones first, so that threads finish out of order.
      int side = i % 5 == 0 ? 300 : 9;
      images.add(new LabelledImage(new ImageFile(TestImages.draw(file(i), side, side, 10 * i)), i));
    }
  }

  private Path file(int index) {
    return folder.resolve(index + ".png");
  }

  private BatchLoader loader(DecodedCache cache, int threads) {
    return new BatchLoader(images, cache, 5, threads);
  }

  private static List<Batch> all(BatchLoader loader) {
    try (loader) {
      List<Batch> batches = new ArrayList<>();
      loader.forEachRemaining(batches::add);
      return batches;
    }
  }

  @Test
  void orderIsTheListsWhateverTheThreads() {
    List<Batch> batches = all(loader(new DecodedCache(transform, 0), 3));

    assertThat(batches).extracting(Batch::size).containsExactly(5, 5, 5, 5, 3);
    int i = 0;
    for (Batch batch : batches) {
      float[] pixels = batch.pixels();
      for (int k = 0; k < batch.size(); k++, i++) {
        assertThat(batch.labels()[k]).isEqualTo(i);
        // The first value of the third plane.
        assertThat(pixels[k * 192 + 128]).isEqualTo(10 * i / 255f);
      }
    }
  }

  @Test
  void cacheChangesNothingAndKeepsToItsBudget() {
    DecodedCache bounded = new DecodedCache(transform, 7 * 192 + 100);
    List<Batch> first = all(loader(bounded, 2));
    List<Batch> second = all(loader(bounded, 2));
    List<Batch> plain = all(loader(new DecodedCache(transform, 0), 1));

    assertThat(images)
        .filteredOn(image -> bounded.crop(image.image()) == bounded.crop(image.image()))
        .hasSizeBetween(6, 7);
    for (int b = 0; b < plain.size(); b++) {
      assertThat(first.get(b).pixels()).isEqualTo(plain.get(b).pixels());
      assertThat(second.get(b).pixels()).isEqualTo(plain.get(b).pixels());
    }
  }

  @Test
  void keptCropsNeedNoFile() throws IOException {
    DecodedCache cache = new DecodedCache(transform, 1 << 20);
    byte[] before = cache.crop(images.get(0).image());
    Files.delete(file(0));

    assertThat(cache.crop(images.get(0).image())).isSameAs(before);
  }

  @Test
  void piecesMakeUpTheBatch() {
    Batch batch = all(loader(new DecodedCache(transform, 0), 2)).get(0);

    List<Batch> pieces = batch.pieces(2);

    assertThat(pieces).extracting(Batch::size).containsExactly(2, 2, 1);
    assertThat(pieces.get(2).labels()).containsExactly(4);
    assertThat(pieces.get(1).pixels())
        .isEqualTo(Arrays.copyOfRange(batch.pixels(), 2 * 192, 4 * 192));
  }

  @Test
  void unreadableImageEndsThePassWhereItWouldHaveCome() throws IOException {
    Path broken = Files.write(file(7), new byte[] {1, 2, 3});
    try (BatchLoader loader = loader(new DecodedCache(transform, 0), 2)) {
      assertThat(loader.next().size()).isEqualTo(5);
      assertThatThrownBy(loader::next)
          .isInstanceOf(ImageException.class)
          .hasMessageContaining(broken.toString());
      assertThat(loader.hasNext()).isFalse();
      assertThatThrownBy(loader::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  @Test
  @Timeout(300)
  void closingStopsTheThreads() throws InterruptedException {
    Meeting meeting = new Meeting(transform, 2);
    BatchLoader loader = new BatchLoader(images, meeting, 5, 2);
    meeting.everybodyIsHere.await();
    loader.next();
    loader.close();

    assertThat(loader.hasNext()).isFalse();
    for (Thread thread : meeting.threads) {
      thread.join();
    }
  }

  /** Crops for which a loader's threads wait for one another once, and so are known. */
  private static final class Meeting implements Crops {
    private final Crops crops;
    private final CountDownLatch everybodyIsHere;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    Meeting(ImageTransform transform, int threads) {
      crops = new DecodedCache(transform, 0);
      everybodyIsHere = new CountDownLatch(threads);
    }

    @Override
    public ImageTransform transform() {
      return crops.transform();
    }

    @Override
    public byte[] crop(StoredImage image, int place) {
      if (everybodyIsHere.getCount() > 0 && threads.add(Thread.currentThread())) {
        everybodyIsHere.countDown();
        try {
          everybodyIsHere.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      return crops.crop(image, place);
    }
  }

  @Test
  void nothingGivesNoBatch() {
    try (BatchLoader loader = new BatchLoader(List.of(), new DecodedCache(transform, 0), 5, 1)) {
      assertThat(loader.hasNext()).isFalse();
    }
  }
}
