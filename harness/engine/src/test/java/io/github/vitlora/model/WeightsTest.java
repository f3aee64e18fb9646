package io.github.vitlora.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import io.github.vitlora.random.RandomStreams;
import io.github.vitlora.regime.Architecture;
import io.github.vitlora.regime.LoraOptions;
import io.github.vitlora.regime.LoraOptionsBuilder;
import io.github.vitlora.regime.LoraVariant;
import io.github.vitlora.regime.Regime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the lists of weights say is what the network has; nothing is allocated for it. */
class WeightsTest {
  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  static Stream<Architecture> architectures() {
    return Architecture.names().stream().map(name -> Architecture.named(name).orElseThrow());
  }

  private static Stream<Regime> regimes() {
    Regime.Lora adapters = new Regime.Lora("lora", 2, 2, List.of("qkv", "proj", "fc1", "fc2"), 0);
    Regime.Lora ofParts = new Regime.Lora("lora", 2, 2, List.of("query", "value", "fc1"), 0);
    return Stream.concat(
        Stream.of(new Regime.FullFineTuning(), ofParts),
        Stream.of(LoraVariant.values())
            .map(
                variant ->
                    adapters.with(
                        LoraOptionsBuilder.builder(LoraOptions.PLAIN).variant(variant).build())));
  }

  /** A weight that no block took would never be trained, nor be missed. */
  @ParameterizedTest
  @MethodSource("architectures")
  void itsBlocksTakeEveryWeightOfTheListOnce(Architecture architecture) {
    assertThat(regimes())
        .allSatisfy(
            regime -> {
              VisionTransformer network =
                  new VisionTransformer(manager, architecture, 10, regime, new RandomStreams(1));
              List<Parameter> taken = network.getParameters().stream().map(Pair::getValue).toList();

              assertThat(taken)
                  .extracting(Parameter::getName)
                  .containsExactlyInAnyOrderElementsOf(network.weights().keySet());
              assertThat(network.weights().values().stream().map(Weight::spec))
                  .isEqualTo(regime.weights(architecture, 10));
            });
  }
}
