package io.github.vitlora.transform;

import io.github.vitlora.dataset.ImageFile;
import io.github.vitlora.dataset.StoredImage;
import io.github.vitlora.image.ImageException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Decodes images once and keeps their crops for later epochs, as far as a budget goes: the first
 * ones stay, later ones are decoded each time. Thread-safe; what comes out never depends on the
 * budget.
 */
public final class DecodedCache implements Crops {
  private final ImageTransform transform;
  private final long budget;
  private final Optional<CropStore> store;
  private final AtomicLong used = new AtomicLong();
  private final ConcurrentMap<StoredImage, byte[]> crops = new ConcurrentHashMap<>();

  /** Makes an empty cache without one on disk. */
  public DecodedCache(ImageTransform transform, long budget) {
    this(transform, budget, Optional.empty());
  }

  /**
   * Makes an empty cache above one on disk.
   *
   * @param transform makes the crops
   * @param budget bytes of heap that crops may take; 0 keeps none
   * @param store where crops of image files are looked for and kept beyond this process
   */
  public DecodedCache(ImageTransform transform, long budget, Optional<CropStore> store) {
    this.transform = transform;
    this.budget = budget;
    this.store = store;
  }

  @Override
  public ImageTransform transform() {
    return transform;
  }

  /**
   * Returns the image's crop, of shape (crop, crop, channels), not to be written to.
   *
   * @throws ImageException if the image cannot be read
   */
  public byte[] crop(StoredImage image) {
    byte[] known = crops.get(image);
    if (known != null) {
      return known;
    }
    byte[] crop = make(image);
    if (used.addAndGet(crop.length) > budget || crops.putIfAbsent(image, crop) != null) {
      used.addAndGet(-crop.length);
    }
    return crop;
  }

  @Override
  public byte[] crop(StoredImage image, int place) {
    return crop(image);
  }

  /** Images that are bytes at hand, or drawn for one experiment, would gain nothing on disk. */
  private byte[] make(StoredImage image) {
    return store.isPresent() && image instanceof ImageFile file
        ? store.get().crop(file, transform)
        : image.decode(transform::crop);
  }
}
