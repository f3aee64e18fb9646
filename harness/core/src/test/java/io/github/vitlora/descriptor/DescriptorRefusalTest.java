package io.github.vitlora.descriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.management.ThreadMXBean;
import io.github.vitlora.testing.Descriptors;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each case replaces one piece of the valid descriptor and gives the whole message that follows.
 * Apostrophes stand for the descriptor's quotation marks.
 */
class DescriptorRefusalTest {

  private static final String ARCHITECTURES =
      "deit_base_patch16_224, deit_small_patch16_224, deit_tiny_patch16_224, vit_base_patch16_224,"
          + " vit_mini_patch4_28_gray, vit_small_patch16_224, vit_smoke_patch8_32,"
          + " vit_tiny_patch16_224";
  private static final String SOURCES =
      "hf:OWNER/REPO[@REVISION]/FILE, https:, http:, file:, maven:G:A:V[:EXT[:CLASSIFIER]],"
          + " classpath: and a path relative to the descriptor";
  private static final String METRICS =
      "testAccuracy, testLoss, validationAccuracy, validationLoss, trainableParameters,"
          + " totalParameters, savedBytes, trainingSeconds, wallSeconds, imagesPerSecond,"
          + " peakMemoryBytes";

  @ParameterizedTest(name = "{1}")
  @MethodSource({
    "model",
    "dataset",
    "transform",
    "augmentation",
    "training",
    "regimes",
    "expectations",
    "attention",
    "structure"
  })
  void isRefusedInPlainWordsAtItsPlace(String piece, String replacement, List<String> refusal) {
    assertThat(
            Descriptors.refusalOf(
                Descriptors.with(piece.replace('\'', '"'), replacement.replace('\'', '"'))))
        .isEqualTo(refusal.stream().map(m -> "dogs.xml:" + m).toArray());
  }

  @Test
  void noValidationFiguresAreExpectedWithoutValidationImages() {
    String descriptor =
        Descriptors.with("testAccuracy", "validationLoss")
            .replace("validationFraction=\"0.1\"", "validationFraction=\"0\"");

    assertThat(Descriptors.refusalOf(descriptor))
        .containsExactly(
            "dogs.xml:18:36: validationFraction=\"0\" leaves no validation images, and so no"
                + " validationLoss: hold some out, validationFraction=\"0.1\" for example");
  }

  @Test
  void coloursOfGreyImagesAreNotChanged() {
    String descriptor =
        Descriptors.with(
                "<transform",
                "<augmentation><colourJitter brightness=\"1\" saturation=\"1\" hue=\"0.1\"/>"
                    + "</augmentation><transform")
            .replace("archive=\"https://example.org/dogs.tgz\"", "idx=\"mnist\"");

    assertThat(Descriptors.refusalOf(descriptor))
        .containsExactly(
            "dogs.xml:9:48: saturation changes nothing: images in IDX files are grey; brightness"
                + " and contrast can be changed",
            "dogs.xml:9:63: hue changes nothing: images in IDX files are grey; brightness and"
                + " contrast can be changed");
  }

  @Test
  void mirroringDoesNotGoWithRotations() {
    String descriptor =
        Descriptors.with("<transform", "<augmentation flip=\"0.5\"/><transform")
            .replace("train=\"train\"", "pretext=\"rotation\" train=\"train\"");

    assertThat(Descriptors.refusalOf(descriptor))
        .containsExactly(
            "dogs.xml:9:19: flip does not go with pretext=\"rotation\": mirrored, a quarter turn to"
                + " the left looks like one to the right");
  }

  @Test
  void aListThatIsWrongThroughoutIsSaidToBeOftenEnough() {
    String targets =
        IntStream.range(0, 1_000).mapToObj(i -> "x" + i).collect(Collectors.joining(" "));

    assertThat(Descriptors.refusalOf(Descriptors.with("attn.qkv mlp.fc2", targets))).hasSize(20);
  }

  @Test
  void wrongTargetsTakeLittleMemory() {
    String descriptor =
        Descriptors.with("attn.qkv mlp.fc2", "a b c d e f g h i j k l m n o p q r s t");

    assertThat(Descriptors.refusalOf(descriptor)).hasSize(20);
    assertThat(allocatedBy(descriptor)).isLessThan(2 << 20);
  }

  @Test
  void aTargetGivenManyTimesTakesLittleMemory() {
    String descriptor = Descriptors.with("attn.qkv mlp.fc2", "attn.qkv ".repeat(2_000));

    assertThat(allocatedBy(descriptor)).isLessThan(10 << 20);
    assertThat(Descriptors.refusalOf(descriptor))
        .singleElement()
        .asString()
        .endsWith("target attn.qkv stands more than once");
  }

  @Test
  void readingStopsAfterAHundredProblems() {
    String descriptor = Descriptors.with("<linearProbe/>", "<lora/>".repeat(2_000));

    assertThat(List.of(Descriptors.refusalOf(descriptor)))
        .hasSize(101)
        .last()
        .asString()
        .endsWith("reading stops here, after so many problems");
    assertThat(allocatedBy(descriptor)).isLessThan(10 << 20);
  }

  @Test
  void regimesAreCheckedUpToAHundredProblems() {
    String lora = "<lora name=\"x%s\" ranks=\"4\" targets=\"a b c d e f g h i j\"/>";
    String loras = IntStream.range(0, 300).mapToObj(lora::formatted).collect(Collectors.joining());
    String descriptor = Descriptors.with("<linearProbe/>", loras);

    assertThat(List.of(Descriptors.refusalOf(descriptor)))
        .hasSize(101)
        .last()
        .asString()
        .endsWith("reading stops here, after so many problems");
    assertThat(allocatedBy(descriptor)).isLessThan(5 << 20);
  }

  @Test
  void expectationsAreCheckedUpToAHundredProblems() {
    String expect = "<expect regime=\"linearProbe\" rank=\"1\" metric=\"testLoss\" atMost=\"1\"/>";

    assertThat(
            List.of(
                Descriptors.refusalOf(
                    Descriptors.with("<expectations>", "<expectations>" + expect.repeat(300)))))
        .hasSize(101)
        .last()
        .asString()
        .endsWith("reading stops here, after so many problems");
  }

  @Test
  void manyAdaptersTakeLittleMemory() {
    String lora = "<lora name=\"attention\" ranks=\"4\" targets=\"attn.qkv\"/>";

    assertThat(allocatedBy(Descriptors.with("<linearProbe/>", lora.repeat(500))))
        .isLessThan(10 << 20);
  }

  private static long allocatedBy(String descriptor) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    // Loads classes and messages.
    Descriptors.refusalOf(descriptor);
    long before = threads.getCurrentThreadAllocatedBytes();
    Descriptors.refusalOf(descriptor);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static Arguments refused(String piece, String replacement, String... refusal) {
    return arguments(piece, replacement, List.of(refusal));
  }

  static Stream<Arguments> model() {
    return Stream.of(
        refused(
            "vit_tiny_patch16_224'",
            "vit_tny_patch16_224'",
            "4:10: the architecture vit_tny_patch16_224 is not known: known are "
                + ARCHITECTURES
                + "; did you mean vit_tiny_patch16_224?"),
        refused(
            "vit_tiny_patch16_224'",
            "resnet50'",
            "4:10: the architecture resnet50 is not known: known are " + ARCHITECTURES),
        refused(
            "hf:timm/vit_tiny/model.safetensors",
            "hf:timm/vit_tiny",
            "5:10: the source \"hf:timm/vit_tiny\" is not in order: a file of a model hub"
                + " is hf:OWNER/REPO[@REVISION]/FILE"),
        refused(
            "hf:timm/vit_tiny/model.safetensors",
            "ftp://example.org/x",
            "5:10: the source \"ftp://example.org/x\" has the unknown scheme ftp: allowed are "
                + SOURCES),
        refused(
            "hf:timm/vit_tiny/model.safetensors",
            "maven:io.github:weights",
            "5:10: the source \"maven:io.github:weights\" is not in order: an artifact is"
                + " maven:G:A:V[:EXT[:CLASSIFIER]]"),
        refused(
            "hf:timm/vit_tiny/model.safetensors",
            "https:///weights",
            "5:10: the source \"https:///weights\" is not in order: a web address names a"
                + " host and a file"),
        refused(
            "hf:timm/vit_tiny/model.safetensors",
            "https://example.org/a b",
            "5:10: the source \"https://example.org/a b\" is not in order: illegal"
                + " character in path at character 22 (a space is written %20)"),
        refused(
            "hf:timm/vit_tiny/model.safetensors",
            "file://host/weights",
            "5:10: the source \"file://host/weights\" is not in order: a file on this"
                + " machine is file:/PATH or file:RELATIVE-PATH"),
        refused(
            "hf:timm/vit_tiny/model.safetensors",
            "classpath:",
            "5:10: the source \"classpath:\" is not in order: a resource is" + " classpath:PATH"),
        refused(
            "hf:timm/vit_tiny/model.safetensors",
            "",
            "5:10: weights \"\" is not allowed: weights takes a text that is not empty"),
        refused(
            "safetensors'/>",
            "safetensors' sha256='abc'/>",
            "5:55: sha256 \"abc\" is not allowed: sha256 takes a SHA-256 checksum of 64"
                + " hexadecimal digits"),
        refused(
            "weights='hf:timm/vit_tiny/model.safetensors'",
            "weights='random'"
                + " sha256='abababababababababababababababababababababababababababababababab'",
            "5:27: sha256 is the checksum of a checkpoint: random weights have none"));
  }

  static Stream<Arguments> dataset() {
    return Stream.of(
        refused(
            "archive='https://example.org/dogs.tgz'",
            "limit='3'",
            "6:3: <dataset> takes exactly one of archive, directory, idx, builtin and fractals, but"
                + " has none",
            "6:12: <dataset> has no attribute limit: allowed are archive, directory,"
                + " idx, builtin, fractals, pretext, sha256, train, test, validationFraction,"
                + " testFraction, classes"),
        refused(
            "test='val'",
            "test='./train'",
            "7:26: test \"./train\" is what is trained on, and says nothing of other images: name"
                + " another split, or hold a part out with testFraction=\"0.2\""),
        refused(
            "train='train'",
            "train='train' directory='dogs'",
            "6:3: <dataset> takes exactly one of archive, directory, idx, builtin and fractals, but"
                + " has archive and directory"),
        refused(
            "archive='https://example.org/dogs.tgz'",
            "directory='dogs'"
                + " sha256='abababababababababababababababababababababababababababababababab'",
            "6:29: sha256 is the checksum of an archive: it goes only with one"),
        refused(
            "archive='https://example.org/dogs.tgz'",
            "builtin='fashion-mnist'",
            "6:12: the built-in data set fashion-mnist is not known: known is fashion-mnist-3000;"
                + " did you mean fashion-mnist-3000?",
            "7:12: train goes with archive, directory and idx: a built-in data set knows its"
                + " splits",
            "7:26: test goes with archive, directory and idx: a built-in data set knows its"
                + " splits"),
        refused(
            "archive='https://example.org/dogs.tgz'",
            "idx='s3:bucket/mnist.tgz'",
            "6:12: the source \"s3:bucket/mnist.tgz\" has the unknown scheme s3: allowed are "
                + SOURCES),
        refused(
            "https://example.org/dogs.tgz",
            "s3:bucket/dogs.tgz",
            "6:12: the source \"s3:bucket/dogs.tgz\" has the unknown scheme s3: allowed are "
                + SOURCES),
        refused(
            "train='train'",
            "train='../train'",
            "7:12: train \"../train\" is not allowed: a split lies below the data"
                + " set's root, train for example"),
        refused(
            "test='val'",
            "test='/val'",
            "7:26: test \"/val\" is not allowed: a split lies below the data set's"
                + " root, test for example"),
        refused(
            "validationFraction='0.1'",
            "testFraction='0.2'",
            "7:26: test names a test split, and testFraction holds one out of the images of train:"
                + " there can be one of the two"),
        refused(
            "test='val'",
            "testFraction='0'",
            "7:26: testFraction is the share of images that are tested on, 0.2 for example: leave"
                + " it away where the data set has a test split"),
        refused(
            "validationFraction='0.1'",
            "validationFraction='1'",
            "7:37: validationFraction \"1\" is not allowed: validationFraction takes a"
                + " number of at least 0 and below 1"),
        refused(
            "validationFraction='0.1'",
            "validationFraction='-0.1'",
            "7:37: validationFraction \"-0.1\" is not allowed: validationFraction takes a"
                + " number of at least 0 and below 1"),
        refused(
            "validationFraction='0.1'",
            "validationFraction='NaN'",
            "7:37: validationFraction \"NaN\" is not allowed: validationFraction takes a"
                + " number of at least 0 and below 1"),
        refused(
            "validationFraction='0.1'",
            "validationFraction='0,1'",
            "7:37: validationFraction \"0,1\" is not allowed: validationFraction takes a"
                + " number of at least 0 and below 1"),
        refused(
            "classes='2'",
            "classes='1'",
            "7:62: classes \"1\" is not allowed: classes takes a whole number between 2"
                + " and 2147483647"),
        refused(
            "trainPerClass='100'",
            "trainPerClass='0'",
            "8:12: trainPerClass \"0\" is not allowed: trainPerClass takes a whole number"
                + " between 1 and 2147483647"),
        refused(
            "testPerClass='50'",
            "testPerClass='many'",
            "8:32: testPerClass \"many\" is not allowed: testPerClass takes a whole"
                + " number between 1 and 2147483647"));
  }

  static Stream<Arguments> augmentation() {
    String limit = "<limit trainPerClass='100' testPerClass='50'/>";
    return Stream.of(
        refused(
            limit,
            "<augmentation><randAugment operations='0' magnitude='31'/></augmentation>",
            "8:32: operations \"0\" is not allowed: operations takes a whole number between 1 and"
                + " 100",
            "8:47: magnitude \"31\" is not allowed: magnitude takes a whole number between 0 and"
                + " 30"),
        refused(
            limit,
            "<augmentation><colourJitter brightness='-1' hue='0.7'/></augmentation>",
            "8:33: brightness \"-1\" is not allowed: brightness takes a finite number, 0 or more",
            "8:49: hue \"0.7\" is not allowed: hue takes a number from 0 to 0.5"),
        refused(
            limit,
            "<augmentation flip='1.5'/>",
            "8:19: flip \"1.5\" is not allowed: flip takes a number from 0 to 1"),
        refused(
            limit,
            "<augmentation flop='0.5'/>",
            "8:19: <augmentation> has no attribute flop: allowed are flip, mixup; did you mean"
                + " flip?"),
        refused(
            limit,
            "<augmentation><randomResizedCrop scale='0.5'/></augmentation>",
            "8:38: scale \"0.5\" is not allowed: scale takes two numbers above 0 and up to 1,"
                + " separated by a space"),
        refused(
            limit,
            "<augmentation><randomResizedCrop scale='1 0.08' ratio='2 1'/></augmentation>",
            "8:38: scale goes from 1.0 down to 0.08: the smaller number comes first",
            "8:53: ratio goes from 2.0 down to 1.0: the smaller number comes first"),
        refused(
            limit,
            "<augmentation><randomResizedCrop scale='0.5 1.5'/></augmentation>",
            "8:38: \"1.5\" in scale \"0.5 1.5\" is not allowed: scale takes two numbers above 0"
                + " and up to 1, separated by a space"));
  }

  static Stream<Arguments> transform() {
    return Stream.of(
        refused(
            "crop='224'",
            "crop='288'",
            "9:29: crop 288 is larger than the image, which resize brings to 256",
            "9:29: crop 288 does not fit vit_tiny_patch16_224, whose images measure 224"),
        refused(
            "crop='224'",
            "crop='192'",
            "9:29: crop 192 does not fit vit_tiny_patch16_224, whose images measure 224"),
        refused(
            "resize='256'",
            "resize='0'",
            "9:16: resize \"0\" is not allowed: resize takes a whole number between 1 and"
                + " 2147483647"),
        refused(
            "mean='0.5 0.4 0.3'",
            "mean='0.5 0.4'",
            "9:40: mean \"0.5 0.4\" is not allowed: mean takes one number (grey), or"
                + " three (red, green, blue) separated by spaces"),
        refused(
            "mean='0.5 0.4 0.3'",
            "mean='0.5 INF 0.3'",
            "9:40: \"INF\" in mean \"0.5 INF 0.3\" is not allowed: mean takes one"
                + " number (grey), or three (red, green, blue) separated by spaces"),
        refused(
            "std='0.1 0.2 0.3'",
            "std='0.1 0 0.3'",
            "9:59: \"0\" in std \"0.1 0 0.3\" is not allowed: std takes one number"
                + " above 0 (grey), or three (red, green, blue) separated by spaces"),
        refused(
            "std='0.1 0.2 0.3'",
            "std='0.1 0.2 0.3 0.4'",
            "9:59: std \"0.1 0.2 0.3 0.4\" is not allowed: std takes one number above"
                + " 0 (grey), or three (red, green, blue) separated by spaces"),
        refused(
            "mean='0.5 0.4 0.3'",
            "mean='0.5'",
            "9:40: mean takes three numbers (red, green, blue) for vit_tiny_patch16_224, whose"
                + " images are in colour"),
        refused(
            "vit_tiny_patch16_224",
            "vit_mini_patch4_28_gray",
            "9:29: crop 224 does not fit vit_mini_patch4_28_gray, whose images measure 28",
            "9:40: mean takes one number for vit_mini_patch4_28_gray, whose images are grey",
            "9:59: std takes one number for vit_mini_patch4_28_gray, whose images are grey"));
  }

  static Stream<Arguments> training() {
    return Stream.of(
        refused(
            "epochs='5'",
            "epochs='0'",
            "11:13: epochs \"0\" is not allowed: epochs takes a whole number between 1"
                + " and 2147483647"),
        refused(
            "epochs='5'",
            "epochs='five'",
            "11:13: epochs \"five\" is not allowed: epochs takes a whole number between 1"
                + " and 2147483647"),
        refused(
            "epochs='5'",
            "epochs='3000000000'",
            "11:13: epochs \"3000000000\" is not allowed: epochs takes a whole number"
                + " between 1 and 2147483647"),
        refused(
            "epochs='5' ",
            "",
            "11:3: <training> lacks the attribute epochs, which takes a whole number"
                + " between 1 and 2147483647"),
        refused(
            "epochs='5'",
            "epoch='5'",
            "11:3: <training> lacks the attribute epochs, which takes a whole number"
                + " between 1 and 2147483647",
            "11:13: <training> has no attribute epoch: allowed are epochs, batchSize, microBatch,"
                + " optimizer, learningRate, learningRates, schedule, warmupFraction, weightDecay,"
                + " momentum, nesterov, gradientClipping, labelSmoothing, earlyStopping,"
                + " earlyStoppingOn, precision, seeds; did you mean epochs?"),
        refused(
            "batchSize='128'",
            "batchSize='-1'",
            "11:24: batchSize \"-1\" is not allowed: batchSize takes a whole number"
                + " between 1 and 2147483647"),
        refused(
            "batchSize='128'",
            "batchSize='128' microBatch='0'",
            "11:40: microBatch \"0\" is not allowed: microBatch takes a whole number"
                + " between 1 and 2147483647"),
        refused(
            "optimizer='adam'",
            "optimizer='sdg'",
            "11:40: optimizer \"sdg\" is not known: allowed are adam, adamw, sgd"),
        refused(
            "optimizer='adam'",
            "optimizer='adam' momentum='0.9'",
            "11:57: momentum goes with optimizer=\"sgd\"; adam has its own"),
        refused(
            "optimizer='adam'",
            "optimizer='sgd' momentum='1'",
            "11:56: momentum \"1\" is not allowed: momentum takes a number of at least 0 and"
                + " below 1"),
        refused(
            "optimizer='adam'",
            "optimizer='sgd' nesterov='true'",
            "11:56: nesterov is a kind of momentum: it goes with optimizer=\"sgd\" and a momentum"
                + " above 0, 0.9 for example"),
        refused(
            "optimizer='adam'",
            "optimizer='sgd' momentum='0.9' nesterov='yes'",
            "11:71: nesterov \"yes\" is not allowed: nesterov takes true or false"),
        refused(
            "optimizer='adam'",
            "optimizer='adam' weightDecay='0.1'",
            "11:57: weightDecay goes with optimizer=\"adamw\" or \"sgd\" of training; adam"
                + " has none"),
        refused(
            "learningRate='4e-4' ",
            "",
            "11:3: <training> lacks the attribute learningRate, which takes a finite number above"
                + " 0, or learningRates with several to try"),
        refused(
            "learningRate='4e-4'",
            "learningRate='4e-4' learningRates='1e-4 1e-3'",
            "11:77: learningRate and learningRates do not go together: one rate, or several to"
                + " try"),
        refused(
            "learningRate='4e-4'",
            "learningRates='1e-4 1e-3 0.0001'",
            "11:57: the learning rate 1.0E-4 stands more than once"),
        refused(
            "learningRate='4e-4'",
            "learningRates='1e-4 fast'",
            "11:57: \"fast\" in learningRates \"1e-4 fast\" is not allowed: learningRates takes one"
                + " or more finite numbers above 0, separated by spaces"),
        refused(
            "learningRate='4e-4'",
            "learningRate='4e-4' earlyStoppingOn='validationLoss'",
            "11:77: earlyStoppingOn says what stops early: give the patience in epochs too,"
                + " earlyStopping=\"3\" for example"),
        refused(
            "learningRate='4e-4'",
            "learningRate='4e-4' earlyStopping='3' earlyStoppingOn='testAccuracy'",
            "11:95: earlyStoppingOn \"testAccuracy\" is not known: allowed are validationAccuracy,"
                + " validationLoss"),
        refused(
            "learningRate='4e-4'",
            "learningRate='4e-4' gradientClipping='0'",
            "11:77: gradientClipping \"0\" is not allowed: gradientClipping takes a finite number"
                + " above 0"),
        refused(
            "learningRate='4e-4'",
            "learningRate='4e-4' labelSmoothing='1'",
            "11:77: labelSmoothing \"1\" is not allowed: labelSmoothing takes a number of at least"
                + " 0 and below 1"),
        refused(
            "optimizer='adam'",
            "precision='half'",
            "11:40: precision \"half\" is not known: allowed are float32, bfloat16"),
        refused(
            "optimizer='adam'",
            "precision='bfloat16'",
            "11:40: precision=\"bfloat16\" does not go with dropout in adapters; float32 does"),
        refused(
            "optimizer='adam'",
            "schedule='step'",
            "11:40: schedule \"step\" is not known: allowed are constant, cosine, linear"),
        refused(
            "learningRate='4e-4'",
            "learningRate='0'",
            "11:57: learningRate \"0\" is not allowed: learningRate takes a finite number"
                + " above 0"),
        refused(
            "learningRate='4e-4'",
            "learningRate='1e999'",
            "11:57: learningRate \"1e999\" is not allowed: learningRate takes a finite"
                + " number above 0"),
        refused(
            "learningRate='4e-4'",
            "learningRate='INF'",
            "11:57: learningRate \"INF\" is not allowed: learningRate takes a finite"
                + " number above 0"),
        refused(
            "seeds='1 2'",
            "seeds=''",
            "11:77: seeds \"\" is not allowed: seeds takes one or more whole numbers"
                + " between 0 and 9223372036854775807, separated by spaces"),
        refused(
            "seeds='1 2'",
            "seeds='1 x'",
            "11:77: \"x\" in seeds \"1 x\" is not allowed: seeds takes one or more whole"
                + " numbers between 0 and 9223372036854775807, separated by spaces"),
        refused(
            "seeds='1 2'",
            "seeds='1 2 1'",
            "11:77: seed 1 stands more than once: each makes one trial of every regime"));
  }

  static Stream<Arguments> regimes() {
    return Stream.of(
        refused(
            "ranks='1 8'",
            "ranks='0'",
            "15:11: rank 0 is not allowed: a rank is between 1 and 192 for target"
                + " attn.qkv (192 -> 576)",
            "18:27: rank 8 is not in this experiment: the ranks of lora are 0"),
        refused(
            "ranks='1 8'",
            "ranks='8 193'",
            "15:11: rank 193 is not allowed: a rank is between 1 and 192 for target"
                + " attn.qkv (192 -> 576)"),
        refused(
            "ranks='1 8'",
            "ranks=''",
            "15:11: ranks \"\" is not allowed: ranks takes one or more whole numbers of"
                + " at least 1, separated by spaces"),
        refused("ranks='1 8'", "ranks='8 1 8'", "15:11: rank 8 stands more than once"),
        refused(
            "ranks='1 8' ",
            "",
            "15:5: <lora> lacks the attribute ranks, which takes one or more whole"
                + " numbers of at least 1, separated by spaces"),
        refused(
            "ranks='1 8'",
            "rank='8'",
            "15:5: <lora> lacks the attribute ranks, which takes one or more whole"
                + " numbers of at least 1, separated by spaces",
            "15:11: <lora> has no attribute rank: allowed are name, ranks, alpha,"
                + " targets, dropout, alsoTrain, bias, targetPattern, blocks, targetRanks,"
                + " scaling, loraPlusRatio, variant, initialisation; did you mean ranks?"),
        refused(
            "alpha='16'",
            "alpha='0'",
            "15:23: alpha \"0\" is not allowed: alpha takes a finite number above 0"),
        refused(
            "alpha='16'",
            "alpha='NaN'",
            "15:23: alpha \"NaN\" is not allowed: alpha takes a finite number above 0"),
        refused(
            "dropout='0.25'",
            "dropout='1'",
            "15:61: dropout \"1\" is not allowed: dropout takes a number of at least 0"
                + " and below 1"),
        refused(
            "dropout='0.25'",
            "dropout='-0.5'",
            "15:61: dropout \"-0.5\" is not allowed: dropout takes a number of at least 0"
                + " and below 1"),
        refused(
            "targets='attn.qkv mlp.fc2'",
            "targets='attn.qvk'",
            "15:34: no layer of vit_tiny_patch16_224 is called attn.qvk: allowed are"
                + " attn.proj, attn.qkv, mlp.fc1, mlp.fc2; did you mean attn.qkv?"),
        refused(
            "targets='attn.qkv mlp.fc2'",
            "targets='attn.qkv attn.qkv'",
            "15:34: target attn.qkv stands more than once"),
        refused(
            "targets='attn.qkv mlp.fc2'",
            "targets=' '",
            "15:34: targets \" \" is not allowed: targets takes one or more names of"
                + " layers, separated by spaces"),
        refused(
            "alpha='16'",
            "alsoTrain='norm1 nrm2'",
            "15:23: no module of vit_tiny_patch16_224 is called nrm2: allowed are attn, attn.proj,"
                + " attn.qkv, cls_token, head, mlp, mlp.fc1, mlp.fc2, norm, norm1, norm2,"
                + " patch_embed, patch_embed.proj, pos_embed; did you mean norm2?"),
        refused(
            "alpha='16'",
            "alsoTrain=''",
            "15:23: alsoTrain \"\" is not allowed: alsoTrain takes one or more names of modules,"
                + " separated by spaces"),
        refused(
            "alpha='16'",
            "targetPattern='blocks.0.attn.qkv'",
            "15:57: targetPattern says already which layers are adapted: leave targets or it out"),
        refused(
            "targets='attn.qkv mlp.fc2'",
            "targetPattern='blocks.(0'",
            "15:34: targetPattern \"blocks.(0\" is no regular expression: Unclosed group"),
        refused(
            "targets='attn.qkv mlp.fc2'",
            "targetPattern='attn.qkv'",
            "15:34: no layer of vit_tiny_patch16_224 matches attn.qkv as a whole: they are called"
                + " blocks.0.attn.proj, blocks.0.attn.qkv, blocks.0.mlp.fc1, blocks.0.mlp.fc2 and"
                + " so on"),
        refused(
            "alpha='16'",
            "blocks='6-12'",
            "15:23: vit_tiny_patch16_224 has no block 12: its blocks are 0 to 11"),
        refused(
            "alpha='16'",
            "blocks='9-6'",
            "15:23: blocks 9-6 runs backwards: the lower one stands first"),
        refused(
            "alpha='16'",
            "blocks='six'",
            "15:23: blocks \"six\" is not allowed: blocks takes one or more blocks or ranges of"
                + " blocks such as 6-11, separated by spaces"),
        refused(
            "targets='attn.qkv mlp.fc2'",
            "targets='blocks.0.attn.qkv' blocks='1-11'",
            "15:62: no layer is left to adapt: no target lies in these blocks"),
        refused(
            "alpha='16'",
            "targetRanks='mlp.fc2=193'",
            "15:23: rank 193 is not allowed: a rank is between 1 and 192 for target mlp.fc2"
                + " (768 -> 192)"),
        refused(
            "alpha='16'",
            "targetRanks='mlp.fc2=0'",
            "15:23: rank 0 is not allowed: a rank is between 1 and 192 for target mlp.fc2"
                + " (768 -> 192)"),
        refused(
            "alpha='16'",
            "targetRanks='mlp.fc1=4'",
            "15:23: mlp.fc1=4 is the rank of no layer that is adapted: these are called attn.qkv,"
                + " mlp.fc2"),
        refused(
            "alpha='16'",
            "targetRanks='mlp.fc2=4 mlp.fc2=8'",
            "15:23: target mlp.fc2 has more than one rank"),
        refused(
            "alpha='16'",
            "bias='some'",
            "15:23: bias \"some\" is not known: allowed are none, lora, all"),
        refused(
            "alpha='16'",
            "scaling='rslore'",
            "15:23: scaling \"rslore\" is not known: allowed are standard, rslora; did you mean"
                + " rslora?"),
        refused(
            "alpha='16'",
            "loraPlusRatio='0'",
            "15:23: loraPlusRatio \"0\" is not allowed: loraPlusRatio takes a finite number"
                + " above 0"),
        refused(
            "alpha='16'",
            "variant='dura'",
            "15:23: variant \"dura\" is not known: allowed are standard, dora, biased; did you mean"
                + " dora?"),
        refused(
            "alpha='16'",
            "initialisation='pisa'",
            "15:23: initialisation \"pisa\" is not known: allowed are standard, pissa, olora; did"
                + " you mean pissa?"),
        refused(
            "learningRate='4e-4' seeds='1 2'/>\n  <regimes>",
            "learningRate='4e-4' precision='bfloat16'/>\n  <regimes><lora name='d' ranks='1'"
                + " variant='dora'/>",
            "11:77: precision=\"bfloat16\" goes with variant=\"standard\" of adapters alone;"
                + " float32 goes with all",
            "11:77: precision=\"bfloat16\" does not go with dropout in adapters; float32 does"),
        refused(
            "<linearProbe/>",
            "<lastBlocks count='13'/>",
            "14:17: vit_tiny_patch16_224 has 12 blocks: count is at most that"),
        refused(
            "<linearProbe/>",
            "<lastBlocks count='1'/><lastBlocks count='4'/>",
            "14:28: a second <lastBlocks> of the name lastBlocks: give it a name of its own,"
                + " name=\"last-4\" for example"),
        refused(
            "<linearProbe/>",
            "<lastBlocks name='bitfit' count='1'/>",
            "14:17: the name bitfit belongs to another regime: choose another one"),
        refused("<linearProbe/>", "<bitFit/><bitFit/>", "14:14: <bitFit> stands more than once"),
        refused(
            "<linearProbe/>",
            "<lora ranks='2'/>",
            "15:5: a second <lora> of the name lora: give it a name of its own,"
                + " name=\"lora-2\" for example",
            "18:27: rank 8 is not in this experiment: the ranks of lora are 2"),
        refused(
            "<linearProbe/>",
            "<lora name='lora' ranks='2'/>",
            "15:5: a second <lora> of the name lora: give it a name of its own,"
                + " name=\"lora-2\" for example",
            "18:27: rank 8 is not in this experiment: the ranks of lora are 2"),
        refused(
            "<linearProbe/>",
            "<lora name='full' ranks='2'/>",
            "14:11: the name full belongs to another regime: choose another one"),
        refused(
            "<linearProbe/>",
            "<lora name='linearProbe' ranks='2'/>",
            "14:11: name \"linearProbe\" is not allowed: name takes up to 64 lower-case"
                + " letters and digits, with single dots, hyphens or underscores between them"),
        refused(
            "<linearProbe/>", "<fullFineTuning/>", "14:5: <fullFineTuning> stands more than once"),
        refused(
            "<linearProbe/>",
            "<linearprobe/>",
            "14:5: <linearprobe> is not allowed in <regimes>: allowed are"
                + " <fullFineTuning>, <linearProbe>, <lora>, <bitFit>, <layerNormTuning>,"
                + " <lastBlocks>, <fromScratch>; did you mean linearProbe?"),
        refused(
            "<linearProbe/>",
            "<linearProbe layers='2'/>",
            "14:18: <linearProbe> has no attribute layers: it takes none"),
        refused(
            "<linearProbe/>",
            "<linearProbe>all</linearProbe>",
            "14:5: <linearProbe> must be empty: it takes neither text nor elements"));
  }

  static Stream<Arguments> expectations() {
    return Stream.of(
        refused(
            "regime='lora'",
            "regime='lara'",
            "18:13: regime lara is not in this experiment: its regimes are"
                + " fullFineTuning, linearProbe, lora; did you mean lora?"),
        refused(
            "rank='8' metric",
            "rank='4' metric",
            "18:27: rank 4 is not in this experiment: the ranks of lora are 1, 8"),
        refused(
            "regime='lora'",
            "regime='linearProbe'",
            "18:34: linearProbe has no ranks: leave rank out"),
        refused(
            "testAccuracy",
            "testAcuracy",
            "18:36: metric \"testAcuracy\" is not known: allowed are "
                + METRICS
                + "; did you mean testAccuracy?"),
        refused(
            "testAccuracy",
            "speed",
            "18:36: metric \"speed\" is not known: allowed are " + METRICS),
        refused(
            "within='0.03'",
            "within='-0.03'",
            "18:58: within \"-0.03\" is not allowed: within takes a finite number, 0 or" + " more"),
        refused(
            "within='0.03'",
            "within='0.03' atLeast='0.5'",
            "18:5: <expect> takes exactly one of atLeast, atMost, within, atLeastFraction"
                + " and atMostFraction, but has atLeast and within"),
        refused(
            "within='0.03' of='fullFineTuning'",
            "",
            "18:5: <expect> takes exactly one of atLeast, atMost, within, atLeastFraction"
                + " and atMostFraction, but has none"),
        refused(
            " of='fullFineTuning'",
            "",
            "18:58: within compares with another regime: name it, of=\"fullFineTuning\""
                + " for example"),
        refused(
            "within='0.03'",
            "atLeast='0.5'",
            "18:72: of goes with within, atLeastFraction or atMostFraction, not with" + " atLeast"),
        refused(
            "of='fullFineTuning'",
            "of='lora'",
            "18:72: of lora may mean any of the ranks 1, 8: say which with ofRank"),
        refused(
            "of='fullFineTuning'",
            "of='lora' ofRank='2'",
            "18:82: ofRank 2 is not in this experiment: the ranks of lora are 1, 8"),
        refused(
            "of='fullFineTuning'",
            "of='full'",
            "18:72: of full is not in this experiment: its regimes are fullFineTuning,"
                + " linearProbe, lora"),
        refused(
            "of='fullFineTuning'",
            "of='fullFineTuning' ofRank='8'",
            "18:92: fullFineTuning has no ranks: leave ofRank out"),
        refused(
            "of='fullFineTuning'",
            "ofRank='8'",
            "18:58: within compares with another regime: name it, of=\"fullFineTuning\""
                + " for example",
            "18:72: ofRank goes with of, which names the regime"));
  }

  static Stream<Arguments> attention() {
    return Stream.of(
        refused(
            "<regimes>",
            "<attention images='0'/><regimes>",
            "12:14: images 0 of attention: from 1 to 16 images are shown"),
        refused(
            "<regimes>",
            "<attention images='17'/><regimes>",
            "12:14: images 17 of attention: from 1 to 16 images are shown"),
        refused(
            "<regimes>",
            "<attention images='val/a.jpg val/b.jpg val/a.jpg'/><regimes>",
            "12:14: image val/a.jpg stands more than once"),
        refused(
            "<regimes>",
            "<attention/><regimes>",
            "12:3: <attention> lacks the attribute images, which takes a whole number between 1"
                + " and 16, or names of test images separated by spaces"),
        refused(
            "<regimes>",
            "<attention images=' '/><regimes>",
            "12:14: images \" \" is not allowed: images takes a whole number between 1 and 16, or"
                + " names of test images separated by spaces"));
  }

  static Stream<Arguments> structure() {
    return Stream.of(
        refused(
            "name='dogs'",
            "name='My Dogs'",
            "2:46: name \"My Dogs\" is not allowed: name takes up to 64 lower-case"
                + " letters and digits, with single dots, hyphens or underscores between them"),
        refused(
            " name='dogs'",
            "",
            "2:1: <experiment> lacks the attribute name, which takes up to 64 lower-case"
                + " letters and digits, with single dots, hyphens or underscores between them"),
        refused(
            "xmlns='urn:vitlora:experiment:1' ",
            "",
            "2:1: a descriptor starts with <experiment"
                + " xmlns=\"urn:vitlora:experiment:1\">, not with <experiment> in no namespace"),
        refused(
            "urn:vitlora:experiment:1",
            "urn:vitlora:experiment:2",
            "2:1: a descriptor starts with <experiment"
                + " xmlns=\"urn:vitlora:experiment:1\">, not with <experiment> in the namespace"
                + " urn:vitlora:experiment:2"),
        refused(
            "Two breeds.", "Two <b>breeds</b>.", "3:3: <description> takes only text, no elements"),
        refused(
            "<regimes>",
            "<regimes>these",
            "12:3: <regimes> takes no text, only the elements <fullFineTuning>,"
                + " <linearProbe>, <lora>, <bitFit>, <layerNormTuning>,"
                + " <lastBlocks>, <fromScratch>"),
        refused(
            "<linearProbe/>",
            "<probe xmlns='urn:other'/>",
            "14:5: <probe> is not in the namespace urn:vitlora:experiment:1"),
        refused(
            "<limit trainPerClass='100' testPerClass='50'/>",
            "<limits/>",
            "8:5: <limits> is not allowed in <dataset>: allowed are <limit>, <transform>,"
                + " <augmentation>; did you mean limit?"),
        refused(
            "<limit trainPerClass='100' testPerClass='50'/>",
            "<limit/><limit/>",
            "8:13: <limit> stands in <dataset> more than once"),
        refused(
            "<transform resize='256' crop='224' mean='0.5 0.4 0.3' std='0.1 0.2 0.3'/>",
            "",
            "6:3: <dataset> lacks <transform>"),
        refused(
            "<description>Two breeds.</description>",
            "<description/><description/>",
            "3:17: <description> stands in <experiment> more than once"),
        refused(
            "name='dogs'",
            "name='dogs' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:nil='true'",
            "2:1: cvc-elt.3.1: Attribute 'http://www.w3.org/2001/XMLSchema-instance,nil'"
                + " must not appear on element 'experiment', because the {nillable} property of"
                + " 'experiment' is false."),
        refused(
            "epochs='5'",
            "epochs='${epochs}'",
            "11:13: the property epochs, which epochs refers to, is not set: pass it as"
                + " -Depochs=..."),
        refused(
            "weights='hf:timm/vit_tiny/model.safetensors'",
            "weights='${no.such}/${hub'",
            "5:10: the property no.such, which weights refers to, is not set: pass it as"
                + " -Dno.such=...",
            "5:10: \"${hub\" in weights is not a property: a property is written ${name}"),
        refused(
            "</regimes>",
            "</regime>",
            "16:5: this is not well-formed XML: The element type \"regimes\" must be"
                + " terminated by the matching end-tag \"</regimes>\"."),
        refused(
            "<experiment ",
            "<!DOCTYPE experiment><experiment ",
            "2:10: a descriptor has no DOCTYPE: remove it"),
        refused(
            "encoding='UTF-8'",
            "encoding='klingon'",
            "1:1: the encoding klingon is not known: UTF-8 is"));
  }
}
