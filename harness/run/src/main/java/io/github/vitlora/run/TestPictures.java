package io.github.vitlora.run;

import io.github.vitlora.dataset.Dataset;
import io.github.vitlora.dataset.DatasetException;
import io.github.vitlora.dataset.StoredImage;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.image.ImageException;
import io.github.vitlora.image.Thumbnail;
import io.github.vitlora.source.SourceException;
import io.github.vitlora.source.Sources;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes small pictures of test images on demand. A report goes without rather than fail. */
final class TestPictures {
  private static final Logger LOG = LoggerFactory.getLogger(TestPictures.class);
  private static final int LONGEST_SIDE = 112;

  private final DatasetSpec dataset;
  private final Sources sources;
  private Optional<Map<String, StoredImage>> images = Optional.empty();

  TestPictures(DatasetSpec dataset, Sources sources) {
    this.dataset = dataset;
    this.sources = sources;
  }

  /** Returns the JPEG of the test image with this name. */
  Optional<byte[]> jpeg(String name) {
    try {
      if (images.isEmpty()) {
        images = Optional.of(Dataset.open(dataset, sources).testImages());
      }
      return Optional.ofNullable(images.get().get(name))
          .map(image -> image.decode(whole -> Thumbnail.jpeg(whole, LONGEST_SIDE)));
    } catch (DatasetException | ImageException | SourceException | UncheckedIOException e) {
      LOG.warn("The report has no picture of {}: {}", name, e.getMessage());
      images = images.or(() -> Optional.of(Map.of()));
      return Optional.empty();
    }
  }
}
