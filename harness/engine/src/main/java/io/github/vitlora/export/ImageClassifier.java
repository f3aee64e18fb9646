package io.github.vitlora.export;

import ai.djl.ndarray.NDManager;
import io.github.vitlora.batch.Batch;
import io.github.vitlora.dataset.ImageFile;
import io.github.vitlora.dataset.LabelledImage;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.image.ImageException;
import io.github.vitlora.result.ImagePrediction;
import io.github.vitlora.result.ScoredClass;
import io.github.vitlora.train.TrainedModel;
import io.github.vitlora.transform.ImageTransform;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Classifies image files by a trained network, transformed as the images it was trained on. */
public final class ImageClassifier {
  private final TrainedModel model;
  private final ImageTransform transform;
  private final int microBatch;
  private final List<String> classNames;
  private final int top;

  /**
   * Prepares to classify.
   *
   * @param model the trial's trained network
   * @param classNames names of the classes; the index is the label
   * @param top how many classes of each image are wanted, at most all
   */
  public ImageClassifier(TrainedModel model, Trial trial, List<String> classNames, int top) {
    this.model = model;
    this.classNames = List.copyOf(classNames);
    this.top = Math.min(top, classNames.size());
    transform = new ImageTransform(trial.dataset().transform());
    microBatch = trial.training().microBatch();
  }

  /**
   * Classifies files in their order. One that cannot be read does not stop the others.
   *
   * @param alive told after every micro-batch
   */
  public List<ImagePrediction> classify(List<Path> files, Runnable alive) {
    List<ImagePrediction> all = new ArrayList<>();
    for (int from = 0; from < files.size(); from += microBatch) {
      all.addAll(piece(files.subList(from, Math.min(files.size(), from + microBatch))));
      alive.run();
    }
    return all;
  }

  private List<ImagePrediction> piece(List<Path> files) {
    ImagePrediction[] predictions = new ImagePrediction[files.size()];
    List<Integer> read = new ArrayList<>();
    List<LabelledImage> images = new ArrayList<>();
    List<byte[]> crops = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      ImageFile image = new ImageFile(files.get(i));
      try {
        crops.add(image.decode(transform::crop));
        images.add(new LabelledImage(image, 0));
        read.add(i);
      } catch (ImageException e) {
        predictions[i] =
            new ImagePrediction(files.get(i).toString(), List.of(), Optional.of(e.getMessage()));
      }
    }
    if (!read.isEmpty()) {
      float[][] logits = logits(new Batch(transform, images, crops));
      for (int i = 0; i < read.size(); i++) {
        Path file = files.get(read.get(i));
        predictions[read.get(i)] =
            new ImagePrediction(file.toString(), best(logits[i]), Optional.empty());
      }
    }
    return Arrays.asList(predictions);
  }

  private float[][] logits(Batch batch) {
    try (NDManager scope = NDManager.newBaseManager(model.device())) {
      float[] all = model.logits(batch.toPixels(scope)).toFloatArray();
      int classes = classNames.size();
      return IntStream.range(0, batch.size())
          .mapToObj(i -> Arrays.copyOfRange(all, i * classes, (i + 1) * classes))
          .toArray(float[][]::new);
    }
  }

  /** Returns the classes of the largest logits; of equal ones the lower label comes first. */
  private List<ScoredClass> best(float[] logits) {
    double largest = Float.NEGATIVE_INFINITY;
    for (float logit : logits) {
      largest = Math.max(largest, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - largest);
    }
    double shift = largest + Math.log(sum);
    return IntStream.range(0, logits.length)
        .boxed()
        .sorted(Comparator.comparingDouble(label -> -logits[label]))
        .limit(top)
        .map(
            label ->
                new ScoredClass(
                    classNames.get(label), label, Math.exp(logits[label] - shift), logits[label]))
        .toList();
  }
}
