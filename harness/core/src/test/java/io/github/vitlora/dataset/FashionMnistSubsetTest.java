package io.github.vitlora.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vitlora.experiment.BuiltinDataset;
import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.DatasetSpec;
import io.github.vitlora.experiment.TransformSpec;
import io.github.vitlora.source.SourceSettings;
import io.github.vitlora.source.Sources;
import io.github.vitlora.testing.TestImages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built-in data set: what it holds, and that it can be made again. */
@Tag("slow")
class FashionMnistSubsetTest {

  private static final BuiltinDataset BUILTIN = BuiltinDataset.FASHION_MNIST_3000;

  @TempDir Path folder;

  private DatasetSplits splits() {
    Sources sources = new Sources(new SourceSettings(folder, Optional.empty(), true));
    DatasetSpec spec =
        new DatasetSpec(
            new DatasetOrigin.Builtin(BUILTIN.name()),
            "train",
            "t10k",
            0,
            DatasetSpec.Limit.NONE,
            new TransformSpec(28, 28, List.of(0f), List.of(1f)),
            Optional.of(10));
    Dataset dataset = Dataset.open(spec, sources);
    assertThat(dataset.classNames()).isEqualTo(BUILTIN.classNames());
    return dataset.splits(1);
  }

  private static byte[] shipped() throws IOException {
    return resource("/" + BUILTIN.source().replace("classpath:", ""));
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = Dataset.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  private static List<byte[]> pixels(List<LabelledImage> images) {
    return images.stream().map(image -> image.image().decode().pixels()).toList();
  }

  @Test
  void eachClassHasTwoHundredImagesToTrainAndOneHundredToTestOn() {
    DatasetSplits splits = splits();

    assertThat(perClass(splits.train())).hasSize(10);
    assertThat(perClass(splits.train()).values()).containsOnly(200L);
    assertThat(perClass(splits.test())).hasSize(10);
    assertThat(perClass(splits.test()).values()).containsOnly(100L);
    assertThat(splits.train())
        .extracting(image -> image.image().decode())
        .allMatch(image -> image.width() == 28 && image.height() == 28 && image.channels() == 1);
  }

  private static Map<Integer, Long> perClass(List<LabelledImage> images) {
    return images.stream()
        .collect(Collectors.groupingBy(LabelledImage::label, Collectors.counting()));
  }

  @Test
  void noImageIsThereTwice() {
    DatasetSplits splits = splits();

    Map<String, Long> times =
        Stream.concat(pixels(splits.train()).stream(), pixels(splits.test()).stream())
            .map(TestImages::sha256)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

    assertThat(times).hasSize(3000);
  }

  @Test
  void theArchiveIsTheOneThatWasChecked() throws IOException {
    assertThat(TestImages.sha256(shipped())).isEqualTo(BUILTIN.sha256());
    assertThat(shipped()).hasSizeLessThan(1_250_000);
  }

  @Test
  void itsLicenceAndOriginLieBesideIt() throws IOException {
    assertThat(text("LICENSE")).contains("MIT License", "2017 Zalando SE");
    assertThat(text("README.md")).contains(BUILTIN.sha256());
  }

  private static String text(String name) throws IOException {
    return new String(
        resource("/io/github/vitlora/data/fashion-mnist-3000/" + name), StandardCharsets.UTF_8);
  }

  /** Where the whole of Fashion-MNIST is: Debian's place, or -Dvitlora.test.fashionMnist. */
  @Test
  void itIsMadeAgainByteForByte() throws IOException {
    Path whole =
        Path.of(
            System.getProperty("vitlora.test.fashionMnist", "/usr/share/datasets/fashion-mnist"));
    Assumptions.assumeTrue(
        Files.exists(whole.resolve("train-images-idx3-ubyte.gz")),
        () -> "needs Fashion-MNIST in " + whole + " (set by -Dvitlora.test.fashionMnist)");

    assertThat(FashionMnistSubset.make(whole)).isEqualTo(shipped());
  }
}
