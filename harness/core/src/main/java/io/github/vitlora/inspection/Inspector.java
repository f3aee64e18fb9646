package io.github.vitlora.inspection;

import io.github.vitlora.dataset.ContentIndex;
import io.github.vitlora.dataset.Dataset;
import io.github.vitlora.dataset.Finding;
import io.github.vitlora.dataset.ImageFile;
import io.github.vitlora.dataset.LabelledImage;
import io.github.vitlora.dataset.StoredImage;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.image.DecodedImage;
import io.github.vitlora.image.ImageDecoder;
import io.github.vitlora.image.ImageException;
import io.github.vitlora.image.ImageFacts;
import io.github.vitlora.inspection.Duplicates.Group;
import io.github.vitlora.inspection.Duplicates.Place;
import io.github.vitlora.inspection.Inspection.ClassCount;
import io.github.vitlora.inspection.Inspection.Span;
import io.github.vitlora.inspection.Inspection.SplitCount;
import io.github.vitlora.io.Digests;
import io.github.vitlora.source.Sources;
import io.github.vitlora.transform.CropStore;
import io.github.vitlora.transform.ImageTransform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Looks at every image of a data set: whether it can be read, what it is, and whether it is there
 * again. On the way it fills the store of decoded crops. Several threads decode; what comes out
 * does not depend on them, and no image is held.
 */
public final class Inspector {
  /** Changes where the same images would be told of in another way. */
  private static final String FORMAT = "inspection/1";

  private static final int IMAGES_OF_A_TASK = 32;

  private final DatasetSpec spec;
  private final Dataset dataset;
  private final ContentIndex contents;
  private final Optional<CropStore> crops;
  private final ImageTransform transform;
  private final List<String> splits = new ArrayList<>();
  private final List<LabelledImage> images = new ArrayList<>();
  private final List<Integer> splitOf = new ArrayList<>();
  private final ConcurrentSkipListMap<Integer, String> unreadable = new ConcurrentSkipListMap<>();
  private final ConcurrentSkipListMap<Integer, String> damaged = new ConcurrentSkipListMap<>();
  private final DuplicateSearch search;
  private final String[] formats;
  private final String[] modes;
  private final boolean[] turned;
  private final int[] widths;
  private final int[] heights;

  /**
   * Brings a data set here and prepares to look at its images.
   *
   * @param cropCacheBytes what all decoded crops in the cache may take; 0 keeps none
   * @param code identifies the code that decodes
   * @throws io.github.vitlora.dataset.DatasetException if the data set is not as its description
   *     says
   * @throws io.github.vitlora.source.SourceException if it cannot be had
   */
  public static Inspector open(
      DatasetSpec spec, Sources sources, long cropCacheBytes, String code) {
    Dataset dataset = Dataset.open(spec, sources);
    ContentIndex contents = ContentIndex.open(sources.cache(), dataset.place());
    return new Inspector(
        spec, dataset, contents, CropStore.in(sources.cache(), cropCacheBytes, code, contents));
  }

  private Inspector(
      DatasetSpec spec, Dataset dataset, ContentIndex contents, Optional<CropStore> crops) {
    this.spec = spec;
    this.dataset = dataset;
    this.contents = contents;
    this.crops = crops;
    transform = new ImageTransform(spec.transform());
    dataset
        .images()
        .forEach(
            (split, listed) -> {
              listed.forEach(image -> splitOf.add(splits.size()));
              images.addAll(listed);
              splits.add(split);
            });
    search = new DuplicateSearch(images.size());
    formats = new String[images.size()];
    modes = new String[images.size()];
    turned = new boolean[images.size()];
    widths = new int[images.size()];
    heights = new int[images.size()];
  }

  /** Returns the number of images to look at. */
  public int images() {
    return images.size();
  }

  /**
   * Identifies what a look would find, by the bytes, names and classes of all images; empty where
   * an image has to be read for it.
   */
  public Optional<String> key() {
    MessageDigest digest = Digests.sha256();
    Digests.add(digest, FORMAT + " " + decoder() + " " + spec.transform());
    dataset.leftOut().forEach(file -> Digests.add(digest, file.toString()));
    for (int i = 0; i < images.size(); i++) {
      LabelledImage image = images.get(i);
      Optional<String> content =
          isThere(image.image()) ? contents.known(image.image()) : Optional.of("missing");
      if (content.isEmpty()) {
        return Optional.empty();
      }
      Digests.add(
          digest,
          "%s %s %s %s"
              .formatted(
                  splits.get(splitOf.get(i)),
                  className(image),
                  content.get(),
                  image.image().name()));
    }
    return Optional.of(Digests.hex(digest));
  }

  /** What another version of the readers would change: vitlora's and the JDK's. */
  private static String decoder() {
    return Inspector.class.getPackage().getImplementationVersion() + " " + Runtime.version();
  }

  /**
   * Looks at every image.
   *
   * @param threads that decode
   * @param progress told of the number of images looked at
   * @throws InterruptedException when the calling thread is interrupted
   */
  public Inspection look(int threads, IntConsumer progress) throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      AtomicInteger seen = new AtomicInteger();
      List<Future<?>> tasks = new ArrayList<>();
      for (int from = 0; from < images.size(); from += IMAGES_OF_A_TASK) {
        int first = from;
        int end = Math.min(images.size(), from + IMAGES_OF_A_TASK);
        tasks.add(
            pool.submit(
                () -> {
                  for (int image = first; image < end; image++) {
                    look(image);
                    seen.incrementAndGet();
                  }
                }));
      }
      for (Future<?> task : tasks) {
        task.get();
        progress.accept(seen.get());
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    } finally {
      pool.shutdownNow();
    }
    contents.save();
    return result();
  }

  private void look(int number) {
    StoredImage image = images.get(number).image();
    try {
      String sha256 = contents.sha256(image);
      byte[] crop = crop(number, image);
      if (image instanceof ImageFile file) {
        crops.ifPresent(store -> store.keep(file, transform, crop));
      }
      search.add(number, sha256, ImageHash.of(cells(crop)));
    } catch (ImageException e) {
      unreadable.put(number, e.fault());
    } catch (IOException e) {
      unreadable.put(number, fault(image, e));
    }
  }

  private byte[] crop(int number, StoredImage image) {
    if (image instanceof ImageFile file) {
      return ImageDecoder.examine(
          file.file(),
          file.orientation(),
          examined -> {
            note(number, examined.facts());
            return transform.crop(examined.image());
          });
    }
    DecodedImage decoded = image.decode();
    formats[number] = "in the data set's file";
    modes[number] = decoded.channels() == 1 ? "L" : "RGB";
    widths[number] = decoded.width();
    heights[number] = decoded.height();
    return transform.crop(decoded);
  }

  private void note(int number, ImageFacts facts) {
    formats[number] = facts.format().word();
    modes[number] = facts.mode();
    turned[number] = facts.orientation() != 1;
    widths[number] = facts.width();
    heights[number] = facts.height();
    facts.damage().ifPresent(what -> damaged.put(number, what));
  }

  private float[] cells(byte[] crop) {
    return ImageHash.cells(crop, transform.side(), transform.channels());
  }

  private float[] cellsOf(int number) {
    StoredImage image = images.get(number).image();
    return cells(
        image instanceof ImageFile file && crops.isPresent()
            ? crops.get().crop(file, transform)
            : image.decode(transform::crop));
  }

  private static boolean isThere(StoredImage image) {
    return !(image instanceof ImageFile file) || Files.exists(file.file());
  }

  private static String fault(StoredImage image, IOException e) {
    if (image instanceof ImageFile file && Files.isSymbolicLink(file.file()) && !isThere(image)) {
      return "a link that leads nowhere: " + target(file.file());
    }
    return isThere(image) ? e.toString() : "there is no such file";
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return e.toString();
    }
  }

  private String className(LabelledImage image) {
    return dataset.classNames().get(image.label());
  }

  private Inspection result() {
    List<SplitCount> counts = new ArrayList<>();
    for (int split = 0; split < splits.size(); split++) {
      int[] classes = new int[dataset.classNames().size()];
      int all = 0;
      for (int i = 0; i < images.size(); i++) {
        if (splitOf.get(i) == split) {
          classes[images.get(i).label()]++;
          all++;
        }
      }
      counts.add(
          new SplitCount(
              splits.get(split),
              all,
              IntStream.range(0, classes.length)
                  .mapToObj(c -> new ClassCount(dataset.classNames().get(c), classes[c]))
                  .toList()));
    }
    return new Inspection(
        counts,
        findings(unreadable),
        findings(damaged),
        dataset.leftOut(),
        duplicates(),
        count(formats),
        count(modes),
        (int) IntStream.range(0, turned.length).filter(i -> turned[i]).count(),
        span(widths),
        span(heights));
  }

  private List<Finding> findings(Map<Integer, String> faults) {
    return faults.entrySet().stream()
        .map(fault -> new Finding(images.get(fault.getKey()).image().name(), fault.getValue()))
        .toList();
  }

  private static SortedMap<String, Integer> count(String[] words) {
    SortedMap<String, Integer> counts = new TreeMap<>();
    for (String word : words) {
      if (word != null) {
        counts.merge(word, 1, Integer::sum);
      }
    }
    return counts;
  }

  /** Of unreadable images the size is 0, which does not count. */
  private static Span span(int[] lengths) {
    int[] sorted = IntStream.of(lengths).filter(length -> length > 0).sorted().toArray();
    return sorted.length == 0
        ? new Span(0, 0, 0)
        : new Span(sorted[0], sorted[sorted.length / 2], sorted[sorted.length - 1]);
  }

  private Duplicates duplicates() {
    List<Group> groups = new ArrayList<>();
    int members = 0;
    int tested = 0;
    for (List<Integer> group : search.groups(this::cellsOf)) {
      groups.add(
          new Group(
              search.isExact(group),
              group.stream()
                  .map(
                      i ->
                          new Place(
                              splits.get(splitOf.get(i)),
                              images.get(i).image().name(),
                              className(images.get(i))))
                  .toList()));
      members += group.size();
      boolean trained = group.stream().anyMatch(i -> splitOf.get(i) == 0);
      if (trained) {
        tested += (int) group.stream().filter(i -> splitOf.get(i) == splits.size() - 1).count();
      }
    }
    return new Duplicates(
        groups.size(),
        members,
        (int) groups.stream().filter(Group::crosses).count(),
        tested,
        (int) groups.stream().filter(Group::contradicts).count(),
        groups.stream()
            .sorted(
                Comparator.comparing((Group group) -> !group.crosses())
                    .thenComparing(group -> !group.contradicts())
                    .thenComparing(group -> !group.exact()))
            .limit(Duplicates.MOST_SHOWN)
            .toList());
  }
}
