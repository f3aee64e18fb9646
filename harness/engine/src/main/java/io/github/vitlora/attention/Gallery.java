package io.github.vitlora.attention;

import io.github.vitlora.result.AttentionFigures;
import io.github.vitlora.result.AttentionImage;
import io.github.vitlora.result.AttentionImage.MapFile;
import io.github.vitlora.result.AttentionImage.View;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Draws maps and writes the pictures into a folder. */
final class Gallery {
  private static final String MAPS = "maps";

  /** The browser enlarges maps from there to the size of the photograph. */
  private static final int PIXELS_PER_PATCH = 4;

  /** Pictures have this side on the sheet of an image, which is looked at by itself. */
  private static final int LARGE = 168;

  /** Pictures have this side on the sheet of a trial, which the page carries. */
  private static final int SMALL = 112;

  private static final String PHOTOGRAPH = "photograph";
  private static final float JPEG_QUALITY = 0.85f;

  static {
    // Else each picture would be written to a temporary file first.
    ImageIO.setUseCache(false);
  }

  private final Path folder;
  private final Map<String, String> labels;
  private final Map<String, List<Sheet.Row>> rowsByModel = new LinkedHashMap<>();
  private final List<AttentionImage> images = new ArrayList<>();

  /**
   * Prepares to draw.
   *
   * @param folder of the pictures; made when needed
   * @param labels what people call the models, by id; the pretrained one first
   */
  Gallery(Path folder, Map<String, String> labels) throws IOException {
    this.folder = folder;
    this.labels = labels;
    Files.createDirectories(folder.resolve(MAPS));
    labels.keySet().forEach(model -> rowsByModel.put(model, new ArrayList<>()));
  }

  /**
   * Adds an image.
   *
   * @param maps of every model, by id
   */
  void add(
      String name, Optional<String> className, Photograph photograph, Map<String, ImageMaps> maps)
      throws IOException {
    int number = images.size() + 1;
    List<View> views = views(maps);
    List<MapFile> files = new ArrayList<>();
    List<Sheet.Row> rows = new ArrayList<>();
    String caption = className.map(c -> name + " (" + c + ")").orElse(name);
    for (String model : labels.keySet()) {
      List<BufferedImage> row = new ArrayList<>(List.of(photograph.image()));
      List<BufferedImage> changes = new ArrayList<>();
      for (View view : views) {
        Drawn drawn = new Drawn(maps.get(AttentionFigures.PRETRAINED), maps.get(model), view);
        files.add(write(number + "-" + model, model, drawn));
        row.add(photograph.under(drawn.amounts(photograph.side()), Photograph.AMOUNTS_OPACITY));
        changes.add(photograph.under(drawn.changes(photograph.side()), 1));
      }
      // Heads can be many: their changes are on the page, and not on the sheets.
      row.addAll(changes.subList(0, 2));
      rows.add(new Sheet.Row(labels.get(model), row));
      rowsByModel.get(model).add(new Sheet.Row(caption, row));
    }
    String picture = MAPS + "/" + number + ".jpg";
    writeJpeg(photograph.image(), picture);
    String sheet = number + "-" + slug(name) + ".jpg";
    writeJpeg(new Sheet(headings(views), rows, LARGE).draw(), sheet);
    images.add(new AttentionImage(name, className, picture, sheet, views, files));
  }

  private record Drawn(ImageMaps pretrained, ImageMaps maps, View view) {

    MapPicture amounts(int side) {
      return MapPicture.ofAmounts(maps.views().get(view.name()), view.most(), side);
    }

    MapPicture changes(int side) {
      return MapPicture.ofChanges(maps.change(view.name(), pretrained), view.mostChange(), side);
    }

    int fineSide() {
      return PIXELS_PER_PATCH * (int) Math.round(Math.sqrt(maps.views().get(view.name()).length));
    }
  }

  private MapFile write(String prefix, String model, Drawn drawn) throws IOException {
    String base = MAPS + "/" + prefix + "-" + slug(drawn.view().name());
    String amounts = base + ".png";
    writePng(drawn.amounts(drawn.fineSide()).image(), amounts);
    if (model.equals(AttentionFigures.PRETRAINED)) {
      return new MapFile(model, drawn.view().name(), amounts, Optional.empty());
    }
    String changes = base + "-change.png";
    writePng(drawn.changes(drawn.fineSide()).image(), changes);
    return new MapFile(model, drawn.view().name(), amounts, Optional.of(changes));
  }

  /** Returns the views with the largest values of all models, which share a colour scale. */
  private static List<View> views(Map<String, ImageMaps> maps) {
    ImageMaps pretrained = maps.get(AttentionFigures.PRETRAINED);
    List<View> views = new ArrayList<>();
    for (String name : pretrained.views().keySet()) {
      double most = 0;
      double mostChange = 0;
      for (ImageMaps of : maps.values()) {
        for (double share : of.views().get(name)) {
          most = Math.max(most, share);
        }
        for (double change : of.change(name, pretrained)) {
          mostChange = Math.max(mostChange, Math.abs(change));
        }
      }
      views.add(new View(name, most, mostChange));
    }
    return views;
  }

  private static List<String> headings(List<View> views) {
    List<String> headings = new ArrayList<>(List.of(PHOTOGRAPH));
    views.forEach(view -> headings.add(view.name()));
    views.subList(0, 2).forEach(view -> headings.add("change of " + view.name()));
    return headings;
  }

  /** Returns the part of a name that is safe in a file's name, its end if it is too long. */
  private static String slug(String name) {
    String safe = name.replaceAll("\\.[A-Za-z]+$", "").replaceAll("[^A-Za-z0-9]+", "-");
    return safe.substring(Math.max(0, safe.length() - 60)).replaceAll("^-|-$", "");
  }

  /** Returns the images in the order in which they were added. */
  List<AttentionImage> images() {
    return images;
  }

  /** Writes a sheet for each model if there are images, and returns the names by model. */
  Map<String, String> writeTrialSheets() throws IOException {
    Map<String, String> sheets = new LinkedHashMap<>();
    for (String model : labels.keySet()) {
      if (!images.isEmpty()) {
        String sheet = model + ".jpg";
        List<String> headings = headings(images.get(0).views());
        writeJpeg(new Sheet(headings, rowsByModel.get(model), SMALL).draw(), sheet);
        sheets.put(model, sheet);
      }
    }
    return sheets;
  }

  private void writeJpeg(BufferedImage image, String name) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (OutputStream out = Files.newOutputStream(folder.resolve(name));
        ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(JPEG_QUALITY);
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } finally {
      writer.dispose();
    }
  }

  private void writePng(BufferedImage image, String name) throws IOException {
    if (!ImageIO.write(image, "png", folder.resolve(name).toFile())) {
      throw new IOException("this Java writes no PNG");
    }
  }
}
