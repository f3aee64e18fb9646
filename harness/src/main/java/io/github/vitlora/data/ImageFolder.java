package io.github.vitlora.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A split's images: one folder a class, the images directly inside.
 *
 * <p>Classes are numbered in the order of their folders' names and images listed class by class in
 * the order of their names, both by the bytes of UTF-8. Names that begin with a dot and files that
 * are no images by their extension are left out; images that Java cannot read are refused, since a
 * class would lose them without anyone noticing.
 *
 * @param classNames names of the class folders; the index is the label
 * @param images every image of the split
 */
public record ImageFolder(List<String> classNames, List<LabelledImage> images) {

  private static final Set<String> READABLE = Set.of("jpg", "jpeg", "png", "bmp", "gif");
  private static final Set<String> UNREADABLE =
      Set.of("webp", "tif", "tiff", "heic", "heif", "avif", "jp2");
  private static final String FORMATS = "jpg, jpeg, png, bmp or gif";

  /** Copies the lists. */
  public ImageFolder {
    classNames = List.copyOf(classNames);
    images = List.copyOf(images);
  }

  /**
   * Lists a split.
   *
   * @param root folder of the data set
   * @param split folder of the split, relative to it
   * @throws DatasetException if there is no such folder, it has fewer than two classes, a class has
   *     no image, or there is an image of a format that is not read
   */
  public static ImageFolder scan(Path root, String split) {
    List<Path> classes = classFolders(root, split);
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
      files.forEach(file -> images.add(new LabelledImage(new ImageFile(file), label)));
    }
    return new ImageFolder(names, images);
  }

  /** The split's class folders, without looking into them. */
  static List<Path> classFolders(Path root, String split) {
    Path folder = root.resolve(split);
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

  /** The images of each class, in their order; the index is the label. */
  List<List<LabelledImage>> byClass() {
    List<List<LabelledImage>> classes = new ArrayList<>();
    classNames.forEach(name -> classes.add(new ArrayList<>()));
    images.forEach(image -> classes.get(image.label()).add(image));
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
