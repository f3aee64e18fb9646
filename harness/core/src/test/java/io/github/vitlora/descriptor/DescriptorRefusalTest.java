package io.github.vitlora.descriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.management.ThreadMXBean;
import io.github.vitlora.experiment.Metric;
import io.github.vitlora.regime.Architecture;
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
 * Each case replaces one piece of the valid descriptor and gives for each problem its place and
 * what decides of its message: the name, the value, what is allowed, each between bars. Apostrophes
 * stand for the descriptor's quotation marks.
 */
class DescriptorRefusalTest {

  private static final String ARCHITECTURES = String.join(", ", Architecture.names());
  private static final String METRICS =
      Stream.of(Metric.values()).map(Metric::key).collect(Collectors.joining(", "));

  @ParameterizedTest(name = "{1}")
  @MethodSource({
    "model",
    "dataset",
    "transform",
    "augmentation",
    "training",
    "regimes",
    "expectations",
    "claims",
    "questions",
    "attention",
    "structure"
  })
  void isRefusedInPlainWordsAtItsPlace(String piece, String replacement, List<String> refusal) {
    String[] problems =
        Descriptors.refusalOf(
            Descriptors.with(piece.replace('\'', '"'), replacement.replace('\'', '"')));

    assertThat(problems).hasSameSizeAs(refusal);
    for (int i = 0; i < problems.length; i++) {
      String[] expected = refusal.get(i).split(" ", 2);
      assertThat(problems[i])
          .startsWith("dogs.xml:" + expected[0] + ": ")
          .contains(expected[1].split(" \\| "));
    }
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
            "4:10 the architecture vit_tny_patch16_224 is not known | "
                + ARCHITECTURES
                + " | did you mean vit_tiny_patch16_224"),
        refused(
            "vit_tiny_patch16_224'",
            "resnet50'",
            "4:10 the architecture resnet50 is not known | " + ARCHITECTURES),
        refused(
            "hf:timm/vit_tiny/model.safetensors",
            "hf:timm/vit_tiny",
            "5:10 the source \"hf:timm/vit_tiny\" is not in order | a file of a model hub is hf:OWNER/REPO[@REVISION]/FILE"),
        refused(
            "hf:timm/vit_tiny/model.safetensors",
            "ftp://example.org/x",
            "5:10 the source \"ftp://example.org/x\" has the unknown scheme ftp | hf:OWNER/REPO"),
        refused(
            "hf:timm/vit_tiny/model.safetensors",
            "maven:io.github:weights",
            "5:10 the source \"maven:io.github:weights\" is not in order | an artifact is"
                + " maven:G:A:V[:EXT[:CLASSIFIER]]"),
        refused(
            "hf:timm/vit_tiny/model.safetensors",
            "https:///weights",
            "5:10 the source \"https:///weights\" is not in order | a web address names a host and"
                + " a file"),
        refused(
            "hf:timm/vit_tiny/model.safetensors",
            "https://example.org/a b",
            "5:10 the source \"https://example.org/a b\" is not in order | illegal character in"
                + " path at character 22 (a space is written %20)"),
        refused(
            "hf:timm/vit_tiny/model.safetensors",
            "file://host/weights",
            "5:10 the source \"file://host/weights\" is not in order | a file on this machine is"
                + " file:/PATH or file:RELATIVE-PATH"),
        refused(
            "hf:timm/vit_tiny/model.safetensors",
            "classpath:",
            "5:10 the source \"classpath:\" is not in order | a resource is classpath:PATH"),
        refused(
            "hf:timm/vit_tiny/model.safetensors", "", "5:10 weights \"\" | text that is not empty"),
        refused(
            "safetensors'/>",
            "safetensors' sha256='abc'/>",
            "5:55 sha256 \"abc\" | 64 hexadecimal digits"),
        refused(
            "weights='hf:timm/vit_tiny/model.safetensors'",
            "weights='random'"
                + " sha256='abababababababababababababababababababababababababababababababab'",
            "5:27 sha256 is the checksum of a checkpoint"));
  }

  static Stream<Arguments> dataset() {
    return Stream.of(
        refused(
            "archive='https://example.org/dogs.tgz'",
            "limit='3'",
            "6:3 <dataset> takes exactly one of | but has none",
            "6:12 <dataset> has no attribute limit"),
        refused(
            "archive='https://example.org/dogs.tgz'",
            "idx='mnist' orientation='ignore'",
            "6:24 orientation is about how cameras were held | only with archive or directory"),
        refused(
            "archive='https://example.org/dogs.tgz'",
            "archive='https://example.org/dogs.tgz' orientation='upright'",
            "6:51 orientation \"upright\" is not known | apply, ignore"),
        refused(
            "test='val'",
            "test='./train'",
            "7:26 test \"./train\" is what is trained on, and says nothing of other images"),
        refused(
            "train='train'",
            "train='train' directory='dogs'",
            "6:3 <dataset> takes exactly one of | but has archive and directory"),
        refused(
            "archive='https://example.org/dogs.tgz'",
            "directory='dogs'"
                + " sha256='abababababababababababababababababababababababababababababababab'",
            "6:29 sha256 is the checksum of an archive"),
        refused(
            "archive='https://example.org/dogs.tgz'",
            "builtin='fashion-mnist'",
            "6:12 the built-in data set fashion-mnist is not known | fashion-mnist-3000 | did you"
                + " mean fashion-mnist-3000",
            "7:12 train goes with archive, directory and idx",
            "7:26 test goes with archive, directory and idx"),
        refused(
            "archive='https://example.org/dogs.tgz'",
            "idx='s3:bucket/mnist.tgz'",
            "6:12 the source \"s3:bucket/mnist.tgz\" has the unknown scheme s3 | hf:OWNER/REPO"),
        refused(
            "https://example.org/dogs.tgz",
            "s3:bucket/dogs.tgz",
            "6:12 the source \"s3:bucket/dogs.tgz\" has the unknown scheme s3 | hf:OWNER/REPO"),
        refused(
            "train='train'",
            "train='../train'",
            "7:12 train \"../train\" is not allowed | a split lies below the data set's root"),
        refused(
            "test='val'",
            "test='/val'",
            "7:26 test \"/val\" is not allowed | a split lies below the data set's root"),
        refused(
            "validationFraction='0.1'",
            "testFraction='0.2'",
            "7:26 test names a test split, and testFraction holds one out of the images of train"),
        refused(
            "validationFraction='0.1'",
            "validationFraction='0.1' validation='valid'",
            "7:62 validation names a split, and validationFraction holds one out of the training images"),
        refused(
            "validationFraction='0.1'",
            "validation='val'",
            "7:37 validation \"val\" is another split already"),
        refused(
            "validationFraction='0.1'",
            "group='patient'",
            "7:37 group names a column of the table of labels, which the attribute labels names"),
        refused(
            "validationFraction='0.1'",
            "labels='../labels.csv'",
            "7:37 labels \"../labels.csv\" is not allowed | below the data set's root"),
        refused(
            "validationFraction='0.1'",
            "unreadable='ignore'",
            "7:37 unreadable \"ignore\" is not known: allowed are fail, skip"),
        refused(
            "test='val'",
            "testFraction='0'",
            "7:26 testFraction is the share of images that are tested on, 0.2 for example"),
        refused(
            "validationFraction='0.1'",
            "validationFraction='1'",
            "7:37 validationFraction \"1\" | at least 0 and below 1"),
        refused(
            "validationFraction='0.1'",
            "validationFraction='-0.1'",
            "7:37 validationFraction \"-0.1\" | at least 0 and below 1"),
        refused(
            "validationFraction='0.1'",
            "validationFraction='NaN'",
            "7:37 validationFraction \"NaN\" | at least 0 and below 1"),
        refused(
            "validationFraction='0.1'",
            "validationFraction='0,1'",
            "7:37 validationFraction \"0,1\" | at least 0 and below 1"),
        refused("classes='2'", "classes='1'", "7:62 classes \"1\" | between 2 and 2147483647"),
        refused(
            "trainPerClass='100'",
            "trainPerClass='0'",
            "8:12 trainPerClass \"0\" | between 1 and 2147483647"),
        refused(
            "testPerClass='50'",
            "testPerClass='many'",
            "8:32 testPerClass \"many\" | between 1 and 2147483647"));
  }

  static Stream<Arguments> augmentation() {
    String limit = "<limit trainPerClass='100' testPerClass='50'/>";
    return Stream.of(
        refused(
            limit,
            "<augmentation><randAugment operations='0' magnitude='31'/></augmentation>",
            "8:32 operations \"0\" | between 1 and 100",
            "8:47 magnitude \"31\" | between 0 and 30"),
        refused(
            limit,
            "<augmentation><colourJitter brightness='-1' hue='0.7'/></augmentation>",
            "8:33 brightness \"-1\" | 0 or more",
            "8:49 hue \"0.7\" | from 0 to 0.5"),
        refused(limit, "<augmentation flip='1.5'/>", "8:19 flip \"1.5\" | from 0 to 1"),
        refused(
            limit,
            "<augmentation flop='0.5'/>",
            "8:19 <augmentation> has no attribute flop | did you mean flip"),
        refused(
            limit,
            "<augmentation><randomResizedCrop scale='0.5'/></augmentation>",
            "8:38 scale \"0.5\" | two numbers above 0 and up to 1"),
        refused(
            limit,
            "<augmentation><randomResizedCrop scale='1 0.08' ratio='2 1'/></augmentation>",
            "8:38 scale goes from 1.0 down to 0.08",
            "8:53 ratio goes from 2.0 down to 1.0"),
        refused(
            limit,
            "<augmentation><randomResizedCrop scale='0.5 1.5'/></augmentation>",
            "8:38 \"1.5\" in scale \"0.5 1.5\" | two numbers above 0 and up to 1"));
  }

  static Stream<Arguments> transform() {
    return Stream.of(
        refused(
            "crop='224'",
            "crop='288'",
            "9:29 crop 288 is larger than the image, which resize brings to 256",
            "9:29 crop 288 does not fit vit_tiny_patch16_224, whose images measure 224"),
        refused(
            "crop='224'",
            "crop='192'",
            "9:29 crop 192 does not fit vit_tiny_patch16_224, whose images measure 224"),
        refused("resize='256'", "resize='0'", "9:16 resize \"0\" | between 1 and 2147483647"),
        refused(
            "mean='0.5 0.4 0.3'",
            "mean='0.5 0.4'",
            "9:40 mean \"0.5 0.4\" | one number (grey) | three (red"),
        refused(
            "mean='0.5 0.4 0.3'",
            "mean='0.5 INF 0.3'",
            "9:40 \"INF\" in mean \"0.5 INF 0.3\" | one number (grey) | three (red"),
        refused(
            "std='0.1 0.2 0.3'", "std='0.1 0 0.3'", "9:59 \"0\" in std \"0.1 0 0.3\" | above 0"),
        refused(
            "std='0.1 0.2 0.3'", "std='0.1 0.2 0.3 0.4'", "9:59 std \"0.1 0.2 0.3 0.4\" | above 0"),
        refused(
            "mean='0.5 0.4 0.3'",
            "mean='0.5'",
            "9:40 mean takes three numbers (red, green, blue) for vit_tiny_patch16_224, whose"
                + " images are in colour"),
        refused(
            "vit_tiny_patch16_224",
            "vit_mini_patch4_28_gray",
            "9:29 crop 224 does not fit vit_mini_patch4_28_gray, whose images measure 28",
            "9:40 mean takes one number for vit_mini_patch4_28_gray, whose images are grey",
            "9:59 std takes one number for vit_mini_patch4_28_gray, whose images are grey"));
  }

  static Stream<Arguments> training() {
    return Stream.of(
        refused("epochs='5'", "epochs='0'", "11:13 epochs \"0\" | between 1 and 2147483647"),
        refused("epochs='5'", "epochs='five'", "11:13 epochs \"five\" | between 1 and 2147483647"),
        refused(
            "epochs='5'",
            "epochs='3000000000'",
            "11:13 epochs \"3000000000\" | between 1 and 2147483647"),
        refused(
            "epochs='5' ",
            "",
            "11:3 <training> lacks the attribute epochs | between 1 and 2147483647"),
        refused(
            "epochs='5'",
            "epoch='5'",
            "11:3 <training> lacks the attribute epochs | between 1 and 2147483647",
            "11:13 <training> has no attribute epoch | did you mean epochs"),
        refused(
            "batchSize='128'",
            "batchSize='-1'",
            "11:24 batchSize \"-1\" | between 1 and 2147483647"),
        refused(
            "batchSize='128'",
            "batchSize='128' microBatch='0'",
            "11:40 microBatch \"0\" | between 1 and 2147483647"),
        refused(
            "optimizer='adam'",
            "optimizer='sdg'",
            "11:40 optimizer \"sdg\" is not known | adam, adamw, sgd"),
        refused(
            "optimizer='adam'",
            "optimizer='adam' momentum='0.9'",
            "11:57 momentum goes with optimizer=\"sgd\"; adam has its own"),
        refused(
            "optimizer='adam'",
            "optimizer='sgd' momentum='1'",
            "11:56 momentum \"1\" | at least 0 and below 1"),
        refused(
            "optimizer='adam'",
            "optimizer='sgd' nesterov='true'",
            "11:56 nesterov is a kind of momentum | 0.9"),
        refused(
            "optimizer='adam'",
            "optimizer='sgd' momentum='0.9' nesterov='yes'",
            "11:71 nesterov \"yes\" | true or false"),
        refused(
            "optimizer='adam'",
            "optimizer='adam' weightDecay='0.1'",
            "11:57 weightDecay goes with optimizer=\"adamw\" or \"sgd\" of training; adam has"
                + " none"),
        refused(
            "learningRate='4e-4' ",
            "",
            "11:3 <training> lacks the attribute learningRate, which takes a finite number above 0,"
                + " or learningRates with several to try"),
        refused(
            "learningRate='4e-4'",
            "learningRate='4e-4' learningRates='1e-4 1e-3'",
            "11:77 learningRate and learningRates do not go together"),
        refused(
            "learningRate='4e-4'",
            "learningRates='1e-4 1e-3 0.0001'",
            "11:57 the learning rate 1.0E-4 stands more than once"),
        refused(
            "learningRate='4e-4'",
            "learningRates='1e-4 fast'",
            "11:57 \"fast\" in learningRates \"1e-4 fast\" | above 0"),
        refused(
            "learningRate='4e-4'",
            "learningRates='auto 1e-3'",
            "11:57 \"auto\" in learningRates \"auto 1e-3\" | auto alone, or one or more"),
        refused(
            "learningRate='4e-4'",
            "learningRate='4e-4' learningRates='auto'",
            "11:77 learningRate and learningRates do not go together"),
        refused(
            "learningRate='4e-4'",
            "learningRate='4e-4' earlyStoppingOn='validationLoss'",
            "11:77 earlyStoppingOn says what stops early | earlyStopping=\"3\""),
        refused(
            "learningRate='4e-4'",
            "learningRate='4e-4' earlyStopping='3' earlyStoppingOn='testAccuracy'",
            "11:95 earlyStoppingOn \"testAccuracy\" is not known | validationAccuracy,"
                + " validationLoss"),
        refused(
            "learningRate='4e-4'",
            "learningRate='4e-4' gradientClipping='0'",
            "11:77 gradientClipping \"0\" | above 0"),
        refused(
            "learningRate='4e-4'",
            "learningRate='4e-4' labelSmoothing='1'",
            "11:77 labelSmoothing \"1\" | at least 0 and below 1"),
        refused(
            "learningRate='4e-4'",
            "learningRate='4e-4' layerDecay='0'",
            "11:77 layerDecay \"0\" | above 0, up to 1"),
        refused(
            "learningRate='4e-4'",
            "learningRate='4e-4' layerDecay='1.01'",
            "11:77 layerDecay \"1.01\" | above 0, up to 1"),
        refused(
            "learningRate='4e-4'",
            "learningRate='4e-4' dropPath='1'",
            "11:77 dropPath \"1\" | at least 0 and below 1"),
        refused(
            "optimizer='adam'",
            "classWeights='1 2'",
            "11:40 classWeights \"1 2\" is not known | none, balanced"),
        refused(
            "optimizer='adam'",
            "sampling='weighted'",
            "11:40 sampling \"weighted\" is not known | shuffled, balanced"),
        refused(
            "optimizer='adam'",
            "classWeights='balanced' sampling='balanced'",
            "11:64 classWeights=\"balanced\" and sampling=\"balanced\" together | leave one of both out"),
        refused(
            "optimizer='adam'",
            "precision='half'",
            "11:40 precision \"half\" is not known | float32, bfloat16"),
        refused(
            "optimizer='adam'",
            "precision='bfloat16'",
            "11:40 precision=\"bfloat16\" does not go with dropout in adapters; float32 does"),
        refused(
            "optimizer='adam'",
            "schedule='step'",
            "11:40 schedule \"step\" is not known | constant, cosine, linear"),
        refused("learningRate='4e-4'", "learningRate='0'", "11:57 learningRate \"0\" | above 0"),
        refused(
            "learningRate='4e-4'",
            "learningRate='1e999'",
            "11:57 learningRate \"1e999\" | above 0"),
        refused(
            "learningRate='4e-4'", "learningRate='INF'", "11:57 learningRate \"INF\" | above 0"),
        refused("seeds='1 2'", "seeds=''", "11:77 seeds \"\" | between 0 and 9223372036854775807"),
        refused(
            "seeds='1 2'",
            "seeds='1 x'",
            "11:77 \"x\" in seeds \"1 x\" | between 0 and 9223372036854775807"),
        refused("seeds='1 2'", "seeds='1 2 1'", "11:77 seed 1 stands more than once"));
  }

  static Stream<Arguments> regimes() {
    return Stream.of(
        refused(
            "ranks='1 8'",
            "ranks='0'",
            "15:11 rank 0 | between 1 and 192 | attn.qkv (192 -> 576)",
            "18:27 rank 8 is not in this experiment | the ranks of lora are 0"),
        refused(
            "ranks='1 8'",
            "ranks='8 193'",
            "15:11 rank 193 | between 1 and 192 | attn.qkv (192 -> 576)"),
        refused("ranks='1 8'", "ranks=''", "15:11 ranks \"\" | whole numbers of at least 1"),
        refused("ranks='1 8'", "ranks='8 1 8'", "15:11 rank 8 stands more than once"),
        refused(
            "ranks='1 8' ",
            "",
            "15:5 <lora> lacks the attribute ranks | whole numbers of at least 1"),
        refused(
            "ranks='1 8'",
            "rank='8'",
            "15:5 <lora> lacks the attribute ranks | whole numbers of at least 1",
            "15:11 <lora> has no attribute rank | did you mean ranks"),
        refused("alpha='16'", "alpha='0'", "15:23 alpha \"0\" | above 0"),
        refused("alpha='16'", "alpha='NaN'", "15:23 alpha \"NaN\" | above 0"),
        refused("dropout='0.25'", "dropout='1'", "15:61 dropout \"1\" | at least 0 and below 1"),
        refused(
            "dropout='0.25'", "dropout='-0.5'", "15:61 dropout \"-0.5\" | at least 0 and below 1"),
        refused(
            "targets='attn.qkv mlp.fc2'",
            "targets='attn.qvk'",
            "15:34 no layer of vit_tiny_patch16_224 is called attn.qvk | attn.proj, attn.qkv,"
                + " mlp.fc1, mlp.fc2 | did you mean attn.qkv"),
        refused(
            "targets='attn.qkv mlp.fc2'",
            "targets='attn.qkv attn.qkv'",
            "15:34 target attn.qkv stands more than once"),
        refused(
            "targets='attn.qkv mlp.fc2'", "targets=' '", "15:34 targets \" \" | names of layers"),
        refused(
            "targets='attn.qkv mlp.fc2'",
            "targets='quary'",
            "15:34 no layer of vit_tiny_patch16_224 is called quary | of attn.qkv the parts attn.q, attn.k, attn.v | did you mean query?"),
        refused(
            "targets='attn.qkv mlp.fc2'",
            "targets='q'",
            "15:34 no layer of vit_tiny_patch16_224 is called q: | the parts attn.q, attn.k, attn.v"),
        refused(
            "targets='attn.qkv mlp.fc2'",
            "targets='query q_proj'",
            "15:34 target attn.q stands more than once"),
        refused(
            "targets='attn.qkv mlp.fc2'",
            "targets='qkv value'",
            "15:34 target attn.v is a part of attn.qkv, which is a target too | leave attn.qkv out"),
        refused(
            "targets='attn.qkv mlp.fc2'",
            "targets='blocks.3.attn.qkv query blocks.4.attn.k'",
            "15:34 target attn.q is a part of attn.qkv, which is a target too"),
        refused(
            "targets='attn.qkv mlp.fc2'",
            "targets='query value' bias='lora'",
            "15:56 bias \"lora\" trains the biases of adapted layers | attn.q is a part of attn.qkv"),
        refused(
            "targets='attn.qkv mlp.fc2'",
            "targets='query value' targetRanks='k_proj=2'",
            "15:56 attn.k=2 is the rank of no layer that is adapted: these are called attn.q, attn.v"),
        refused(
            "ranks='1 8' alpha='16' targets='attn.qkv mlp.fc2'",
            "ranks='8 193' alpha='16' targets='value'",
            "15:11 rank 193 | between 1 and 192 | target attn.v (192 -> 192)"),
        refused(
            "targets='attn.qkv mlp.fc2'",
            "targetPattern='blocks.0.attn.[a-z]'",
            "15:34 targetPattern matches all parts of attn.qkv | targets=\"attn.q attn.k attn.v\""),
        refused(
            "alpha='16'",
            "alsoTrain='norm1 nrm2'",
            "15:23 no module of vit_tiny_patch16_224 is called nrm2 | patch_embed.proj, pos_embed |"
                + " did you mean norm2"),
        refused("alpha='16'", "alsoTrain=''", "15:23 alsoTrain \"\" | names of modules"),
        refused(
            "alpha='16'",
            "targetPattern='blocks.0.attn.qkv'",
            "15:57 targetPattern says already which layers are adapted"),
        refused(
            "targets='attn.qkv mlp.fc2'",
            "targetPattern='blocks.(0'",
            "15:34 targetPattern \"blocks.(0\" is no regular expression: Unclosed group"),
        refused(
            "targets='attn.qkv mlp.fc2'",
            "targetPattern='attn.qkv'",
            "15:34 no layer of vit_tiny_patch16_224 matches attn.qkv as a whole |"
                + " blocks.0.attn.qkv"),
        refused(
            "alpha='16'", "blocks='6-12'", "15:23 vit_tiny_patch16_224 has no block 12 | 0 to 11"),
        refused("alpha='16'", "blocks='9-6'", "15:23 blocks 9-6 runs backwards"),
        refused("alpha='16'", "blocks='six'", "15:23 blocks \"six\" | blocks or ranges of blocks"),
        refused(
            "targets='attn.qkv mlp.fc2'",
            "targets='blocks.0.attn.qkv' blocks='1-11'",
            "15:62 no layer is left to adapt"),
        refused(
            "alpha='16'",
            "targetRanks='mlp.fc2=193'",
            "15:23 rank 193 | between 1 and 192 | mlp.fc2 (768 -> 192)"),
        refused(
            "alpha='16'",
            "targetRanks='mlp.fc2=0'",
            "15:23 rank 0 | between 1 and 192 | mlp.fc2 (768 -> 192)"),
        refused(
            "alpha='16'",
            "targetRanks='mlp.fc1=4'",
            "15:23 mlp.fc1=4 is the rank of no layer that is adapted | attn.qkv, mlp.fc2"),
        refused(
            "alpha='16'",
            "targetRanks='mlp.fc2=4 mlp.fc2=8'",
            "15:23 target mlp.fc2 has more than one rank"),
        refused("alpha='16'", "bias='some'", "15:23 bias \"some\" is not known | none, lora, all"),
        refused(
            "alpha='16'",
            "scaling='rslore'",
            "15:23 scaling \"rslore\" is not known | standard, rslora | did you mean rslora"),
        refused("alpha='16'", "loraPlusRatio='0'", "15:23 loraPlusRatio \"0\" | above 0"),
        refused(
            "alpha='16'",
            "variant='dura'",
            "15:23 variant \"dura\" is not known | standard, dora, biased | did you mean dora"),
        refused(
            "alpha='16'",
            "initialisation='pisa'",
            "15:23 initialisation \"pisa\" is not known | standard, pissa, olora | did you mean"
                + " pissa"),
        refused(
            "learningRate='4e-4' seeds='1 2'/>\n  <regimes>",
            "learningRate='4e-4' precision='bfloat16'/>\n"
                + "  <regimes><lora name='d' ranks='1' variant='dora'/>",
            "11:77 precision=\"bfloat16\" goes with variant=\"standard\" of adapters alone; float32"
                + " goes with all",
            "11:77 precision=\"bfloat16\" does not go with dropout in adapters; float32 does"),
        refused(
            "<linearProbe/>",
            "<lastBlocks count='13'/>",
            "14:17 vit_tiny_patch16_224 has 12 blocks"),
        refused(
            "<linearProbe/>",
            "<lastBlocks count='1'/><lastBlocks count='4'/>",
            "14:28 a second <lastBlocks> of the name lastBlocks | name=\"last-4\""),
        refused(
            "<linearProbe/>",
            "<lastBlocks name='bitfit' count='1'/>",
            "14:17 the name bitfit belongs to another regime"),
        refused(
            "<linearProbe/>",
            "<nearestMean learningRate='1'/>",
            "14:18 <nearestMean> has no attribute learningRate: it takes none"),
        refused(
            "<linearProbe/>",
            "<nearestMean classWeights='balanced'/>",
            "14:18 <nearestMean> has no attribute classWeights: it takes none"),
        refused(
            "<linearProbe/>",
            "<linearProbe fit='optimal' sampling='balanced'/>",
            "14:32 sampling is about optimizer steps, and fit=\"optimal\" takes none"),
        refused(
            "<linearProbe/>",
            "<linearProbe classWeights='balanced' sampling='balanced'/>",
            "14:42 classWeights=\"balanced\" and sampling=\"balanced\" together | leave one of both out"),
        refused(
            "learningRate='4e-4' seeds='1 2'/>\n  <regimes>",
            "learningRate='4e-4' sampling='balanced'/>\n  <regimes><bitFit classWeights='balanced'/>",
            "12:20 classWeights=\"balanced\" and sampling=\"balanced\" together | leave one of both out"),
        refused(
            "<linearProbe/>",
            "<nearestNeighbours k='0'/>",
            "14:24 k \"0\" | a whole number between 1"),
        refused(
            "<linearProbe/>",
            "<nearestNeighbours/><nearestNeighbours k='5'/>",
            "14:25 <nearestNeighbours> stands more than once"),
        refused(
            "<linearProbe/>",
            "<linearProbe fit='optimal' epochs='3'/>",
            "14:32 epochs is about optimizer steps, and fit=\"optimal\" takes none"),
        refused(
            "<linearProbe/>",
            "<linearProbe fit='optimal'/><linearProbe/><linearProbe fit='optimal'/>",
            "14:47 <linearProbe> stands more than once"),
        refused(
            "<linearProbe/>",
            "<linearProbe fit='best'/>",
            "14:18 fit \"best\" is not known | steps, optimal"),
        refused("<linearProbe/>", "<bitFit/><bitFit/>", "14:14 <bitFit> stands more than once"),
        refused(
            "<linearProbe/>",
            "<lora ranks='2'/>",
            "15:5 a second <lora> of the name lora | name=\"lora-2\"",
            "18:27 rank 8 is not in this experiment | the ranks of lora are 2"),
        refused(
            "<linearProbe/>",
            "<lora name='lora' ranks='2'/>",
            "15:5 a second <lora> of the name lora | name=\"lora-2\"",
            "18:27 rank 8 is not in this experiment | the ranks of lora are 2"),
        refused(
            "<linearProbe/>",
            "<lora name='full' ranks='2'/>",
            "14:11 the name full belongs to another regime"),
        refused(
            "<linearProbe/>",
            "<lora name='linearProbe' ranks='2'/>",
            "14:11 name \"linearProbe\" | 64 lower-case letters and digits"),
        refused(
            "<linearProbe/>", "<fullFineTuning/>", "14:5 <fullFineTuning> stands more than once"),
        refused(
            "<linearProbe/>",
            "<linearprobe/>",
            "14:5 <linearprobe> is not allowed in <regimes> | did you mean linearProbe"),
        refused(
            "<linearProbe/>",
            "<linearProbe layers='2'/>",
            "14:18 <linearProbe> has no attribute layers"),
        refused(
            "<linearProbe/>",
            "<linearProbe>all</linearProbe>",
            "14:5 <linearProbe> must be empty"));
  }

  private static final String OF_FULL = "of='fullFineTuning'/>";

  static Stream<Arguments> claims() {
    return Stream.of(
        refused(
            OF_FULL,
            "of='fullFineTuning' confidence='0.95'/>",
            "18:92 a claim about other seeds takes at least 3 of them | has 2 | seeds=\"1 2 3\" |"
                + " over=\"images\""),
        refused(
            OF_FULL,
            "of='fullFineTuning' confidence='0.95' over='seeds'/>",
            "18:110 a claim about other seeds takes at least 3 of them | has 2"),
        refused(
            OF_FULL,
            "of='fullFineTuning' confidence='1'/>",
            "18:92 confidence \"1\" | at least 0.5 and below 1"),
        refused(
            OF_FULL,
            "of='fullFineTuning' over='images'/>",
            "18:92 over goes with confidence=\"0.95\""),
        refused(
            OF_FULL,
            "of='fullFineTuning' undecided='warn'/>",
            "18:92 undecided goes with confidence=\"0.95\""),
        refused(
            "metric='testAccuracy' within='0.03' of='fullFineTuning'/>",
            "metric='trainingSeconds' within='3' of='fullFineTuning' confidence='0.9'"
                + " over='images'/>",
            "18:109 trainingSeconds does not follow from test images | leave over out"),
        refused(
            OF_FULL,
            "of='fullFineTuning' openRates='fail'/>",
            "18:92 openRates goes with confidence=\"0.95\""),
        refused(
            OF_FULL,
            "of='fullFineTuning' confidence='0.9' over='images' openRates='fail'/>",
            "18:123 openRates=\"fail\" asks for worse learning rates on both sides | lora has one"
                + " rate alone | learningRates=\"auto\""),
        refused(
            OF_FULL,
            "of='fullFineTuning' confidence='0.9' over='images' undecided='perhaps'/>",
            "18:123 undecided \"perhaps\" | fail, warn"));
  }

  static Stream<Arguments> questions() {
    return Stream.of(
        question(
            "regime='lara' within='0.02'",
            "17:37 regime lara is not in this experiment | did you mean lora"),
        question(
            "regime='linearProbe' within='0.02'",
            "17:37 linearProbe has no ranks to ask about | <expect> with within and confidence"),
        question("regime='lora'", "17:14 <question> lacks the attribute within"),
        question("regime='lora' within='0'", "17:51 within \"0\" | above 0 and at most 1"),
        question("regime='lora' within='1.1'", "17:51 within \"1.1\" | above 0 and at most 1"),
        question(
            "regime='lora' within='0.02' seeds='2 4'",
            "17:65 the first look is at 2 seeds | at least 3 | seeds=\"3 4 6 8\""),
        question(
            "regime='lora' within='0.02' seeds='3 5 5'",
            "17:65 each look takes more seeds than the one before | 5 does not follow 5"),
        question(
            "regime='lora' within='0.02' of='bitFit'",
            "17:65 of bitFit is not in this experiment | fullFineTuning, linearProbe, lora"),
        question(
            "regime='lora' within='0.02' of='lora'",
            "17:65 of lora may mean any of the ranks 1, 8 | ofRank"),
        question(
            "regime='lora' within='0.02' confidence='0.4'",
            "17:65 confidence \"0.4\" | at least 0.5 and below 1"),
        question(
            "regime='lora' within='0.02' openRates='fail'",
            "17:65 openRates=\"fail\" asks for worse learning rates | lora has one rate alone"),
        question(
            "regime='lora' within='0.02' from='middle'",
            "17:65 from \"middle\" | largest, smallest"),
        refused(
            "<expectations>",
            "<questions><question name='a' regime='lora' within='0.1'/><question name='a'"
                + " regime='lora' within='0.1'/></questions><expectations>",
            "17:71 another question is called a"));
  }

  private static Arguments question(String attributes, String refusal) {
    return refused(
        "<expectations>",
        "<questions><question name='asked' " + attributes + "/></questions><expectations>",
        refusal);
  }

  static Stream<Arguments> expectations() {
    return Stream.of(
        refused(
            "regime='lora'",
            "regime='lara'",
            "18:13 regime lara is not in this experiment | its regimes are fullFineTuning,"
                + " linearProbe, lora | did you mean lora"),
        refused(
            "rank='8' metric",
            "rank='4' metric",
            "18:27 rank 4 is not in this experiment | the ranks of lora are 1, 8"),
        refused("regime='lora'", "regime='linearProbe'", "18:34 linearProbe has no ranks"),
        refused(
            "testAccuracy",
            "testAcuracy",
            "18:36 metric \"testAcuracy\" is not known | "
                + METRICS
                + " | did you mean testAccuracy"),
        refused("testAccuracy", "speed", "18:36 metric \"speed\" is not known | " + METRICS),
        refused("within='0.03'", "within='-0.03'", "18:58 within \"-0.03\" | 0 or more"),
        refused(
            "within='0.03'",
            "within='0.03' atLeast='0.5'",
            "18:5 <expect> takes exactly one of | but has atLeast and within"),
        refused(
            "within='0.03' of='fullFineTuning'",
            "",
            "18:5 <expect> takes exactly one of | but has none"),
        refused(
            " of='fullFineTuning'",
            "",
            "18:58 within compares with another regime | of=\"fullFineTuning\""),
        refused(
            "within='0.03'",
            "atLeast='0.5'",
            "18:72 of goes with within, atLeastFraction or atMostFraction, not with atLeast"),
        refused("of='fullFineTuning'", "of='lora'", "18:72 of lora may mean any of the ranks 1, 8"),
        refused(
            "of='fullFineTuning'",
            "of='lora' ofRank='2'",
            "18:82 ofRank 2 is not in this experiment | the ranks of lora are 1, 8"),
        refused(
            "of='fullFineTuning'",
            "of='full'",
            "18:72 of full is not in this experiment | its regimes are fullFineTuning, linearProbe,"
                + " lora"),
        refused(
            "of='fullFineTuning'",
            "of='fullFineTuning' ofRank='8'",
            "18:92 fullFineTuning has no ranks"),
        refused(
            "of='fullFineTuning'",
            "ofRank='8'",
            "18:58 within compares with another regime | of=\"fullFineTuning\"",
            "18:72 ofRank goes with of, which names the regime"));
  }

  static Stream<Arguments> attention() {
    return Stream.of(
        refused(
            "<regimes>",
            "<attention images='0'/><regimes>",
            "12:14 images 0 of attention | from 1 to 16"),
        refused(
            "<regimes>",
            "<attention images='17'/><regimes>",
            "12:14 images 17 of attention | from 1 to 16"),
        refused(
            "<regimes>",
            "<attention images='val/a.jpg val/b.jpg val/a.jpg'/><regimes>",
            "12:14 image val/a.jpg stands more than once"),
        refused(
            "<regimes>",
            "<attention/><regimes>",
            "12:3 <attention> lacks the attribute images | between 1 and 16"),
        refused(
            "<regimes>",
            "<attention images=' '/><regimes>",
            "12:14 images \" \" | between 1 and 16"));
  }

  static Stream<Arguments> structure() {
    return Stream.of(
        refused(
            "name='dogs'",
            "name='My Dogs'",
            "2:46 name \"My Dogs\" | 64 lower-case letters and digits"),
        refused(
            " name='dogs'",
            "",
            "2:1 <experiment> lacks the attribute name | 64 lower-case letters and digits"),
        refused(
            "xmlns='urn:vitlora:experiment:1' ",
            "",
            "2:1 a descriptor starts with <experiment xmlns=\"urn:vitlora:experiment:1\">, not with"
                + " <experiment> in no namespace"),
        refused(
            "urn:vitlora:experiment:1",
            "urn:vitlora:experiment:2",
            "2:1 a descriptor starts with <experiment xmlns=\"urn:vitlora:experiment:1\">, not with"
                + " <experiment> in the namespace urn:vitlora:experiment:2"),
        refused(
            "Two breeds.", "Two <b>breeds</b>.", "3:3 <description> takes only text, no elements"),
        refused("<regimes>", "<regimes>these", "12:3 <regimes> takes no text | <fullFineTuning>"),
        refused(
            "<linearProbe/>",
            "<probe xmlns='urn:other'/>",
            "14:5 <probe> is not in the namespace urn:vitlora:experiment:1"),
        refused(
            "<limit trainPerClass='100' testPerClass='50'/>",
            "<limits/>",
            "8:5 <limits> is not allowed in <dataset> | did you mean limit"),
        refused(
            "<limit trainPerClass='100' testPerClass='50'/>",
            "<limit/><limit/>",
            "8:13 <limit> stands in <dataset> more than once"),
        refused(
            "<transform resize='256' crop='224' mean='0.5 0.4 0.3' std='0.1 0.2 0.3'/>",
            "",
            "6:3 <dataset> lacks <transform>"),
        refused(
            "<description>Two breeds.</description>",
            "<description/><description/>",
            "3:17 <description> stands in <experiment> more than once"),
        refused(
            "name='dogs'",
            "name='dogs' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:nil='true'",
            "2:112 <experiment> has no attribute xsi:nil"),
        refused(
            "epochs='5'", "epochs='${epochs}'", "11:13 the property epochs | epochs | -Depochs"),
        refused(
            "weights='hf:timm/vit_tiny/model.safetensors'",
            "weights='${no.such}/${hub'",
            "5:10 the property no.such | weights | -Dno.such",
            "5:10 \"${hub\" in weights is not a property"),
        refused(
            "</regimes>",
            "</regime>",
            "16:5 this is not well-formed XML: The element type \"regimes\" must be terminated by"
                + " the matching end-tag \"</regimes>\"."),
        refused(
            "<experiment ",
            "<!DOCTYPE experiment><experiment ",
            "2:10 a descriptor has no DOCTYPE: remove it"),
        refused(
            "encoding='UTF-8'",
            "encoding='klingon'",
            "1:1 the encoding klingon is not known: UTF-8 is"));
  }
}
