package io.github.vitlora.report;

import io.github.vitlora.result.AttentionFigures;
import io.github.vitlora.result.AttentionImage;
import io.github.vitlora.result.AttentionImage.MapFile;
import io.github.vitlora.result.AttentionImage.View;
import io.github.vitlora.result.AttentionResults;
import io.github.vitlora.result.ResultStore;
import io.github.vitlora.result.TrialResult;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;

/** Made-up attention of some trials, for tests of what a report shows. */
public final class AttentionSamples {
  static final List<String> VIEWS = List.of("average", "rollout", "head 1");
  private static final int SIDE = 8;

  private AttentionSamples() {}

  /** Figures of the pretrained model and of the trials, each a little farther from it. */
  public static List<AttentionFigures> figures(List<TrialResult> trials) {
    List<AttentionFigures> figures = new ArrayList<>();
    figures.add(figures("pretrained", "pretrained", 1, Optional.empty()));
    for (int i = 0; i < trials.size(); i++) {
      TrialResult trial = trials.get(i);
      double cosine = 1 - 0.01 * i;
      figures.add(figures(trial.id(), trial.label(), trial.seed(), Optional.of(cosine)));
    }
    return figures;
  }

  private static AttentionFigures figures(
      String model, String label, long seed, Optional<Double> cosine) {
    double entropy = 4.5 + cosine.orElse(0.0) / 8;
    return new AttentionFigures(
        model,
        label,
        seed,
        500,
        entropy,
        entropy - 0.5,
        List.of(entropy - 1, entropy),
        81.25,
        List.of(List.of(40.0, 44.0), List.of(80.5, 82.0)),
        cosine,
        cosine.map(c -> (1 - c) / 2));
  }

  /** Pictures of two images, and what is told of them. */
  public static Path pictures(List<String> models, Path folder) throws IOException {
    Files.createDirectories(folder.resolve("maps"));
    List<AttentionImage> images = new ArrayList<>();
    for (String name : List.of("val/n02086240/1.JPEG", "<b>mine.png")) {
      int number = images.size() + 1;
      String photograph = picture(folder, "maps/" + number + ".jpg", 0x886644);
      List<MapFile> maps = new ArrayList<>();
      for (String model : models) {
        for (String view : VIEWS) {
          String base = "maps/" + number + "-" + model + "-" + view.replace(' ', '-');
          maps.add(
              new MapFile(
                  model,
                  view,
                  picture(folder, base + ".png", 0x1020ff),
                  model.equals("pretrained")
                      ? Optional.empty()
                      : Optional.of(picture(folder, base + "-change.png", 0xff8800))));
        }
      }
      images.add(
          new AttentionImage(
              name,
              number == 1 ? Optional.of("n02086240") : Optional.empty(),
              photograph,
              picture(folder, number + ".jpg", 0xffffff),
              VIEWS.stream().map(view -> new View(view, 0.0314, 0.0123)).toList(),
              maps));
    }
    Map<String, String> sheets = new LinkedHashMap<>();
    for (String model : models) {
      sheets.put(model, picture(folder, model + ".jpg", 0xffffff));
    }
    ResultStore.writeAttention(
        folder.resolve(AttentionResults.FILE), new AttentionResults(List.of(), images, sheets));
    return folder;
  }

  private static String picture(Path folder, String name, int colour) throws IOException {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < SIDE * SIDE; i++) {
      image.setRGB(i % SIDE, i / SIDE, colour * (i % 3 + 1) / 3);
    }
    ImageIO.write(image, name.endsWith(".png") ? "png" : "jpg", folder.resolve(name).toFile());
    return name;
  }
}
