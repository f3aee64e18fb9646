package io.github.vitlora.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardTest {

  @Test
  void neighboursGoToDifferentShards() {
    List<String> trials = List.of("full-1", "full-2", "probe-1", "probe-2", "lora-1");

    assertThat(Shard.parse("1/2").of(trials)).containsExactly("full-1", "probe-1", "lora-1");
    assertThat(Shard.parse(" 2 / 2 ").of(trials)).containsExactly("full-2", "probe-2");
  }

  @Property
  void everyElementIsInExactlyOneShard(
      @ForAll @IntRange(max = 40) int size, @ForAll @IntRange(min = 1, max = 50) int count) {
    List<Integer> all = IntStream.range(0, size).boxed().toList();
    List<Integer> gathered = new ArrayList<>();
    for (int index = 1; index <= count; index++) {
      gathered.addAll(new Shard(index, count).of(all));
    }

    assertThat(gathered).containsExactlyInAnyOrderElementsOf(all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2", "2/", "/4", "0/4", "5/4", "-1/4", "1/0", "a/b", "1/2/3"})
  void whatIsNoShardIsRefused(String text) {
    assertThatThrownBy(() -> Shard.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theRefusalSaysWhatThereIs() {
    assertThatThrownBy(() -> Shard.parse("5/4"))
        .hasMessage("there is no shard 5/4: shards of 4 are 1 to 4");
    assertThatThrownBy(() -> Shard.parse("2 of 4")).hasMessageContaining("2/4 for the second of");
  }
}
