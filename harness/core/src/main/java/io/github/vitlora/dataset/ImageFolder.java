package io.github.vitlora.dataset;

import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.image.ImageFormat;
import io.github.vitlora.image.Orientation;
import io.github.vitlora.io.StorableName;
import io.github.vitlora.source.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads a data set of a folder for each split, in it a folder for each class, and in that images at
 * any depth. Classes and images are in the order of their names by the bytes of UTF-8, the images
 * of a folder before those of the folders in it.
 *
 * <p>Names that begin with a dot, the folders of operating systems and files whose names say that
 * they are no images (texts, tables, code, archives and the like) are passed over. A file with an
 * image's extension is an image, whether it can be read or not. What any other file is follows from
 * its first bytes; one that is no image is left out by name.
 *
 * @param root folder of the data set
 * @param orientation whether images are turned as their cameras were held
 */
record ImageFolder(Path root, Orientation orientation) implements FolderFormat {
  private static final String ROOT = ".";

  /** Extensions of images, of formats that are not read as well: those are named as unreadable. */
  private static final Set<String> IMAGES =
      Set.of(
          ("jpg jpeg jpe jfif png apng bmp dib gif webp tif tiff pbm pgm ppm pnm"
                  + " avif heic heif jxl jp2 j2k psd tga ico svg dng cr2 nef arw")
              .split(" "));

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

  /** Names of splits, which are no classes. */
  private static final Set<String> SPLITS =
      Set.of("train", "training", "val", "valid", "validation", "dev", "test", "testing", "eval");

  /** So many files are named. */
  private static final int NAMED = 3;

  /** Opens a data set that is brought here as an archive. */
  static DatasetFormat open(DatasetOrigin.Archive archive, DatasetSpec spec, Sources sources) {
    return FolderFormat.find(
        folder(archive, sources), spec, root -> new ImageFolder(root, spec.orientation()));
  }

  /** Opens a data set where it lies. */
  static DatasetFormat open(DatasetOrigin.Directory directory, DatasetSpec spec, Sources sources) {
    return FolderFormat.find(
        folder(directory, sources), spec, root -> new ImageFolder(root, spec.orientation()));
  }

  /**
   * Brings an archive here, or finds a folder.
   *
   * @throws DatasetException if the folder is not there
   */
  static Path folder(DatasetOrigin origin, Sources sources) {
    if (origin instanceof DatasetOrigin.Archive archive) {
      return sources.unpack(archive.source(), archive.sha256());
    }
    Path folder = Path.of(((DatasetOrigin.Directory) origin).path());
    if (!Files.isDirectory(folder)) {
      throw new DatasetException("The data set's folder is not there: " + folder);
    }
    return folder;
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
   * Lists a split. Of an image only the first bytes are read, and those only where its name does
   * not tell what it is.
   *
   * @throws DatasetException if there is no such folder, it has fewer than two classes, a class has
   *     no image, or images lie beside the class folders
   */
  @Override
  public Split read(String split) {
    List<Path> classes = classFolders(split);
    requireNothingBeside(split);
    List<String> names = new ArrayList<>();
    List<LabelledImage> images = new ArrayList<>();
    List<Finding> leftOut = new ArrayList<>();
    for (Path folder : classes) {
      int label = names.size();
      names.add(StorableName.ownName(folder));
      int before = images.size();
      for (Path file : SortedListing.files(folder)) {
        ImageFile image = ImageFile.below(root, file, orientation);
        Optional<String> fault = fault(file);
        if (fault.isEmpty()) {
          images.add(new LabelledImage(image, label));
        } else if (!isKnownAsNoImage(file)) {
          leftOut.add(new Finding(image.name(), fault.get()));
        }
      }
      if (images.size() == before) {
        throw new DatasetException(
            "The class folder %s has no image: %s. Add images or remove the folder"
                .formatted(folder, SortedListing.describe(folder)));
      }
    }
    return new Split(names, images, leftOut);
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
    if (classes.stream().allMatch(ImageFolder::isNamedAsSplit)) {
      throw new DatasetException(
          "The folders of %s are splits and no classes: %s. Name them by the data set's train, validation and test attributes"
              .formatted(folder, SortedListing.describe(folder)));
    }
    return classes;
  }

  private static boolean isNamedAsSplit(Path folder) {
    return SPLITS.contains(folder.getFileName().toString().toLowerCase(Locale.ROOT));
  }

  private void requireNothingBeside(String split) {
    List<Path> beside =
        SortedListing.list(
            folder(split), file -> !Files.isDirectory(file) && fault(file).isEmpty());
    if (!beside.isEmpty()) {
      int shown = Math.min(NAMED, beside.size());
      throw new DatasetException(
          "The split '%s' in %s would lose images: %,d beside the class folders, and in none (%s%s): move them into the folder of their class, or name the table of their classes by labels"
              .formatted(
                  split,
                  folder(split),
                  beside.size(),
                  beside.stream()
                      .limit(shown)
                      .map(
                          file ->
                              file.getFileName()
                                  + (Files.exists(file) ? "" : ", a link that leads nowhere"))
                      .collect(Collectors.joining(", ")),
                  beside.size() > shown ? " and %,d more".formatted(beside.size() - shown) : ""));
    }
  }

  /** Says why a file is no image; empty for an image, whether it can be read or not. */
  static Optional<String> fault(Path file) {
    if (IMAGES.contains(extension(file))) {
      return Optional.empty();
    }
    if (Files.isDirectory(file)) {
      return Optional.of("a link that leads back to a folder around it");
    }
    if (isKnownAsNoImage(file)) {
      return Optional.of("no image by its name");
    }
    try {
      return !Files.isRegularFile(file) || ImageFormat.of(file).isPresent()
          ? Optional.empty()
          : Optional.of("no image by its first bytes");
    } catch (IOException e) {
      // Whoever decodes it says why it cannot be read.
      return Optional.empty();
    }
  }

  /** Returns whether nobody would miss a file among the images. */
  static boolean isKnownAsNoImage(Path file) {
    return NO_IMAGES.contains(extension(file)) && !Files.isDirectory(file);
  }

  /** In small letters; of a name without a dot the whole. */
  private static String extension(Path path) {
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
