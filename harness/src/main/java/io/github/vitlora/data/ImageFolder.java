package io.github.vitlora.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Splits as folders, in each one folder a class, the images directly inside.
 *
 * <p>Classes are numbered in the order of their folders' names and images listed class by class in
 * the order of their names, both by the bytes of UTF-8. Names that begin with a dot and files that
 * are no images by their extension are left out; images that Java cannot read are refused, since a
 * class would lose them without anyone noticing.
 *
 * @param root folder of the data set
 */
record ImageFolder(Path root) implements Layout {

  private static final String ROOT = ".";
  private static final Set<String> READABLE = Set.of("jpg", "jpeg", "png", "bmp", "gif");
  private static final Set<String> UNREADABLE =
      Set.of("webp", "tif", "tiff", "heic", "heif", "avif", "jp2");
  private static final String FORMATS = "jpg, jpeg, png, bmp or gif";

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
        && (!folder.equals(root) || FolderNames.list(root, Files::isDirectory).size() > 1);
  }

  private Path folder(String split) {
    return split.equals(ROOT) ? root : root.resolve(split);
  }

  /**
   * Lists a split; no image is read.
   *
   * @throws DatasetException if there is no such folder, it has fewer than two classes, a class has
   *     no image, or there is an image of a format that is not read
   */
  @Override
  public Split read(String split) {
    List<Path> classes = classFolders(split);
    requireReadable(split, classes);
    List<String> names = new ArrayList<>();
    List<LabelledImage> images = new ArrayList<>();
    for (Path folder : classes) {
      int label = names.size();
      names.add(folder.getFileName().toString());
      List<Path> files = FolderNames.list(folder, file -> isFile(file, READABLE));
      if (files.isEmpty()) {
        throw new DatasetException(
            "The class folder "
                + folder
                + " has no image ("
                + FORMATS
                + "): "
                + FolderNames.describe(folder)
                + ". Add images or remove the folder");
      }
      files.forEach(file -> images.add(new LabelledImage(ImageFile.below(root, file), label)));
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
          "The data set has no split folder '" + split + "': " + FolderNames.describe(root));
    }
    List<Path> classes = FolderNames.list(folder, Files::isDirectory);
    if (classes.size() < 2) {
      throw new DatasetException(
          "The split '"
              + split
              + "' needs a folder for each of at least two classes and has "
              + classes.size()
              + ": "
              + FolderNames.describe(folder));
    }
    return classes;
  }

  private static void requireReadable(String split, List<Path> classes) {
    List<Path> others =
        classes.stream()
            .flatMap(folder -> FolderNames.list(folder, file -> isFile(file, UNREADABLE)).stream())
            .toList();
    if (!others.isEmpty()) {
      throw new DatasetException(
          ("The split '%s' has images of formats that are not read: %d, the first of them %s."
                  + " Convert them to %s, or remove them")
              .formatted(split, others.size(), others.get(0), FORMATS));
    }
  }

  private static boolean isFile(Path path, Set<String> extensions) {
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    return extensions.contains(name.substring(name.lastIndexOf('.') + 1))
        && Files.isRegularFile(path);
  }
}
