package io.github.vitlora.dataset;

import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.image.Orientation;
import io.github.vitlora.source.Sources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads splits that are folders, each with a folder of images for every class.
 *
 * <p>Classes are numbered in the order of their folders' names and images listed class by class in
 * the order of their names, both by the bytes of UTF-8.
 *
 * <p>Three things are passed over: names that begin with a dot; the folders of operating systems,
 * {@code __MACOSX} and the like; and files that are no images by their names, which are texts,
 * tables, code, archives and what systems leave ({@code Thumbs.db}, {@code desktop.ini}). All else
 * is either listed or refused by name, since a class would lose images without anyone noticing:
 * files of other formats or without an extension, files in folders below a class folder or beside
 * the class folders, and links that lead nowhere.
 *
 * @param root folder of the data set
 * @param orientation whether images are turned as their cameras were held
 */
record ImageFolder(Path root, Orientation orientation) implements FolderFormat {
  private static final String ROOT = ".";
  private static final Set<String> READABLE = Set.of("jpg", "jpeg", "png", "bmp", "gif");
  private static final String FORMATS = "jpg, jpeg, png, bmp or gif";

  /** Extensions of what is no image, and names without one. */
  private static final Set<String> NO_IMAGES =
      Set.of(
          ("txt md rst pdf doc docx html htm css log"
                  + " readme license licence copying notice authors changelog"
                  + " csv tsv xls xlsx json jsonl xml yaml yml toml cfg"
                  + " py ipynb sh bat"
                  + " zip tar gz tgz bz2 xz 7z rar md5 sha1 sha256"
                  + " db ini lnk icon\r")
              .split(" "));

  /** So many files of a kind are named. */
  private static final int NAMED = 3;

  /** Why a file is no image of its split, and what to do about it. */
  private enum Fault {
    FORMAT(
        "of a format that is not read, or whose name does not tell it",
        "convert them to " + FORMATS + " (or name them so, where they are), or remove them"),
    BELOW("in a folder below a class folder", "move them up into the class folder"),
    BESIDE("beside the class folders, and in none", "move them into the folder of their class"),
    LINK("behind a link that leads nowhere", "mend them or remove them");

    private final String what;
    private final String advice;

    Fault(String what, String advice) {
      this.what = what;
      this.advice = advice;
    }
  }

  /** Opens a data set that is brought here as an archive. */
  static DatasetFormat open(DatasetOrigin.Archive archive, DatasetSpec spec, Sources sources) {
    Path folder = sources.unpack(archive.source(), archive.sha256());
    return FolderFormat.find(folder, spec, root -> new ImageFolder(root, spec.orientation()));
  }

  /** Opens a data set where it lies. */
  static DatasetFormat open(DatasetOrigin.Directory directory, DatasetSpec spec, Sources sources) {
    Path folder = Path.of(directory.path());
    if (!Files.isDirectory(folder)) {
      throw new DatasetException("The data set's folder is not there: " + folder);
    }
    return FolderFormat.find(folder, spec, root -> new ImageFolder(root, spec.orientation()));
  }

  @Override
  public String place() {
    return root.toString();
  }

  @Override
  public String expected(String split) {
    return split.equals(ROOT)
        ? "a folder for each of at least two classes"
        : "the folder '" + split + "'";
  }

  @Override
  public boolean has(String split) {
    Path folder = folder(split);
    // The root is there in any case; it is the split if classes are.
    return Files.isDirectory(folder)
        && (!folder.equals(root) || SortedListing.list(root, Files::isDirectory).size() > 1);
  }

  private Path folder(String split) {
    return split.equals(ROOT) ? root : root.resolve(split);
  }

  /**
   * Lists a split; no image is read.
   *
   * @throws DatasetException if there is no such folder, it has fewer than two classes, a class has
   *     no image, or there is anything that is neither listed nor passed over
   */
  @Override
  public Split read(String split) {
    List<Path> classes = classFolders(split);
    requireNothingElse(split, classes);
    List<String> names = new ArrayList<>();
    List<LabelledImage> images = new ArrayList<>();
    for (Path folder : classes) {
      int label = names.size();
      names.add(folder.getFileName().toString());
      List<Path> files = SortedListing.list(folder, ImageFolder::isImage);
      if (files.isEmpty()) {
        throw new DatasetException(
            "The class folder %s has no image (%s): %s. Add images or remove the folder"
                .formatted(folder, FORMATS, SortedListing.describe(folder)));
      }
      files.forEach(
          file -> images.add(new LabelledImage(ImageFile.below(root, file, orientation), label)));
    }
    return new Split(names, images);
  }

  @Override
  public int countClasses(String split) {
    return classFolders(split).size();
  }

  /** The split's class folders, without looking into them. */
  private List<Path> classFolders(String split) {
    Path folder = folder(split);
    if (!Files.isDirectory(folder)) {
      throw new DatasetException(
          "The data set has no split folder '" + split + "': " + SortedListing.describe(root));
    }
    List<Path> classes = SortedListing.list(folder, Files::isDirectory);
    if (classes.size() < 2) {
      throw new DatasetException(
          "The split '%s' needs a folder for each of at least two classes and has %s: %s"
              .formatted(split, classes.size(), SortedListing.describe(folder)));
    }
    return classes;
  }

  private void requireNothingElse(String split, List<Path> classes) {
    Map<Fault, List<Path>> faults = new EnumMap<>(Fault.class);
    for (Path file : SortedListing.list(folder(split), file -> !Files.isDirectory(file))) {
      note(file, Fault.BESIDE, faults);
    }
    for (Path folder : classes) {
      for (Path file : SortedListing.list(folder, file -> !isImage(file))) {
        if (Files.isDirectory(file)) {
          noteBelow(file, faults);
        } else {
          note(file, Fault.FORMAT, faults);
        }
      }
    }
    if (!faults.isEmpty()) {
      throw new DatasetException(
          "The split '%s' in %s would lose images: %s"
              .formatted(
                  split,
                  folder(split),
                  faults.entrySet().stream()
                      .map(fault -> describe(fault.getKey(), fault.getValue(), folder(split)))
                      .collect(Collectors.joining("; "))));
    }
  }

  private static void noteBelow(Path folder, Map<Fault, List<Path>> faults) {
    if (Files.isSymbolicLink(folder)) {
      // May lead round in circles.
      faults.computeIfAbsent(Fault.BELOW, key -> new ArrayList<>()).add(folder);
      return;
    }
    for (Path file : SortedListing.list(folder, file -> true)) {
      if (Files.isDirectory(file)) {
        noteBelow(file, faults);
      } else {
        note(file, Fault.BELOW, faults);
      }
    }
  }

  private static void note(Path file, Fault fault, Map<Fault, List<Path>> faults) {
    if (!NO_IMAGES.contains(extension(file))) {
      Fault found = Files.exists(file) ? fault : Fault.LINK;
      faults.computeIfAbsent(found, key -> new ArrayList<>()).add(file);
    }
  }

  /** Names are below the split, with slashes. */
  private static String describe(Fault fault, List<Path> files, Path split) {
    int shown = Math.min(NAMED, files.size());
    return "%,d %s (%s%s): %s"
        .formatted(
            files.size(),
            fault.what,
            files.stream()
                .limit(shown)
                .map(file -> ImageFile.below(split, file, Orientation.IGNORE).name())
                .collect(Collectors.joining(", ")),
            files.size() > shown ? " and %,d more".formatted(files.size() - shown) : "",
            fault.advice);
  }

  private static boolean isImage(Path path) {
    return READABLE.contains(extension(path)) && Files.isRegularFile(path);
  }

  /** In small letters; of a name without a dot the whole. */
  private static String extension(Path path) {
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
