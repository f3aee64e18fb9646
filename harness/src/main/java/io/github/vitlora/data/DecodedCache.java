package io.github.vitlora.data;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Crops of images, decoded once and kept for later epochs as far as a budget goes: the first ones
 * stay, later ones are decoded each time. Thread-safe; what comes out never depends on the budget.
 */
public final class DecodedCache {

  private final ImageTransform transform;
  private final long budget;
  private final AtomicLong used = new AtomicLong();
  private final ConcurrentMap<StoredImage, byte[]> crops = new ConcurrentHashMap<>();

  /**
   * An empty cache.
   *
   * @param transform makes the crops
   * @param budget bytes of heap that crops may take; 0 keeps none
   */
  public DecodedCache(ImageTransform transform, long budget) {
    this.transform = transform;
    this.budget = budget;
  }

  /** The transform that makes the crops. */
  public ImageTransform transform() {
    return transform;
  }

  /**
   * The image's crop, of shape (crop, crop, channels), not to be written to.
   *
   * @throws ImageException if the image cannot be read
   */
  public byte[] crop(StoredImage image) {
    byte[] known = crops.get(image);
    if (known != null) {
      return known;
    }
    byte[] crop = transform.crop(image.decode());
    if (used.addAndGet(crop.length) > budget || crops.putIfAbsent(image, crop) != null) {
      used.addAndGet(-crop.length);
    }
    return crop;
  }

  /** Images kept. */
  int size() {
    return crops.size();
  }
}
