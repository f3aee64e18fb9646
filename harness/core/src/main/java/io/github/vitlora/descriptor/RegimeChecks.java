package io.github.vitlora.descriptor;

import io.github.vitlora.descriptor.DescriptorElements.LastBlocksElement;
import io.github.vitlora.descriptor.DescriptorElements.LoraElement;
import io.github.vitlora.descriptor.DescriptorElements.NamedElement;
import io.github.vitlora.descriptor.DescriptorElements.RegimeElement;
import io.github.vitlora.regime.Architecture;
import io.github.vitlora.regime.Regime;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks that every regime can be trained and that no two have trials of the same name. */
final class RegimeChecks {

  /**
   * What the trials of other regimes are called. Their keys need not stand here: they are no slugs.
   */
  private static final Set<String> RESERVED =
      Set.of(
          new Regime.FullFineTuning().slug(),
          new Regime.LinearProbe().slug(),
          new Regime.BitFit().slug(),
          new Regime.LayerNormTuning().slug(),
          new Regime.FromScratch().slug(),
          Regime.LastBlocks.SLUG);

  /** Of one list. Whoever has it wrong throughout knows by then. */
  static final int MOST_PROBLEMS = 20;

  private final Problems problems;
  private final Optional<Architecture> architecture;
  private final LoraChecks adapters;

  RegimeChecks(Problems problems, Optional<Architecture> architecture) {
    this.problems = problems;
    this.architecture = architecture;
    adapters = new LoraChecks(problems, architecture);
  }

  void check(List<RegimeElement> regimes) {
    Set<String> keys = new HashSet<>();
    for (RegimeElement regime : regimes) {
      if (problems.stopReading(regime.place())) {
        return;
      }
      if (regime.isNamed() && !keys.add(regime.key())) {
        addDuplicate(regime);
      }
      if (regime instanceof NamedElement named) {
        checkName(named);
      }
      if (regime instanceof LoraElement lora) {
        adapters.check(lora);
      } else if (regime instanceof LastBlocksElement last) {
        checkCount(last);
      }
    }
  }

  private void addDuplicate(RegimeElement regime) {
    if (regime instanceof NamedElement named) {
      add(
          named.place("name"),
          "a second <%s> of the name %s: give it a name of its own, name=\"%s\" for example"
              .formatted(regime.tag.name(), named.key(), named.anotherName()));
    } else {
      add(regime.place(), "<%s> stands more than once".formatted(regime.tag.name()));
    }
  }

  private void checkName(NamedElement regime) {
    if (RESERVED.contains(regime.key())) {
      add(
          regime.place("name"),
          "the name %s belongs to another regime: choose another one".formatted(regime.key()));
    }
  }

  private void checkCount(LastBlocksElement last) {
    int depth = architecture.map(Architecture::depth).orElse(Integer.MAX_VALUE);
    if (last.count != null && last.count > depth) {
      add(
          last.place("count"),
          "%s has %s blocks: count is at most that".formatted(architecture.get().name(), depth));
    }
  }

  private void add(Place place, String message) {
    problems.add(place, message);
  }
}
