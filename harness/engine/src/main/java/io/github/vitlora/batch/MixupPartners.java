package io.github.vitlora.batch;

import io.github.vitlora.dataset.LabelledImage;
import java.util.List;

/**
 * What the images of a batch are mixed with, one by one (Zhang et al. 2018, arXiv:1710.09412).
 *
 * @param share of the batch's own images, in [0, 1]; the others have the rest
 * @param others images and labels
 * @param crops of the others
 */
public record MixupPartners(double share, List<LabelledImage> others, List<byte[]> crops) {

  /** Copies the lists, though not the crops. */
  public MixupPartners {
    others = List.copyOf(others);
    crops = List.copyOf(crops);
  }

  /** Of some of the images. */
  MixupPartners piece(int from, int to) {
    return new MixupPartners(share, others.subList(from, to), crops.subList(from, to));
  }
}
