package io.github.vitlora.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Recorded results depend on these orders, so they are pinned. */
class ShuffleTest {

  private static List<Integer> order(int seed, int epoch) {
    return Shuffle.ofEpoch(IntStream.range(0, 10).boxed().toList(), new RandomStreams(seed), epoch);
  }

  @Test
  void ordersArePinned() {
    assertThat(order(1, 1)).containsExactly(8, 2, 6, 9, 7, 1, 4, 3, 0, 5);
    assertThat(order(1, 2)).containsExactly(6, 3, 7, 0, 4, 2, 5, 9, 8, 1);
    assertThat(order(2, 1)).containsExactly(3, 4, 9, 7, 1, 2, 0, 5, 6, 8);
  }

  @Test
  void drawsArePinned() {
    List<List<String>> groups = List.of(List.of("a", "b", "c", "d"), List.of("e"));

    assertThat(Shuffle.drawnOfEpoch(groups, 12, new RandomStreams(1), 1))
        .containsExactly("e", "b", "b", "c", "a", "a", "e", "c", "b", "b", "d", "b");
  }

  /** As PyTorch's WeightedRandomSampler draws them with 1 / n for the weight of one of n. */
  @Test
  void groupsAreDrawnAlikeAndWithinThemItems() {
    List<List<Integer>> groups = List.of(List.of(0), List.of(1, 2, 3), List.of(4, 5));
    int[] counts = new int[6];
    for (int epoch = 1; epoch <= 30; epoch++) {
      for (int item : Shuffle.drawnOfEpoch(groups, 600, new RandomStreams(7), epoch)) {
        counts[item]++;
      }
    }
    // Of 18,000 draws each group is expected 6,000 times, with a standard deviation of 63.
    assertThat(counts[0]).isBetween(5750, 6250);
    assertThat(counts[1] + counts[2] + counts[3]).isBetween(5750, 6250);
    assertThat(counts[4] + counts[5]).isBetween(5750, 6250);
    assertThat(IntStream.of(counts).skip(1).limit(3)).allMatch(n -> n > 1800 && n < 2200);
    assertThat(IntStream.of(counts).skip(4)).allMatch(n -> n > 2800 && n < 3200);
  }

  @Test
  void everyPlaceIsReached() {
    int[] first = new int[10];
    for (int epoch = 0; epoch < 5000; epoch++) {
      first[order(7, epoch).get(0)]++;
    }
    // 500 expected, standard deviation 21.
    assertThat(IntStream.of(first)).allMatch(count -> count > 400 && count < 600);
  }
}
