package io.github.vitlora.run;

import io.github.vitlora.experiment.Shard;
import io.github.vitlora.experiment.Trial;
import io.github.vitlora.io.Globs;
import io.github.vitlora.io.Suggestions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses trials by globs of their ids, {@code lora-r*-seed1,full-*} for example, and a part of
 * these.
 *
 * @param globs as the user gave them; every trial is chosen when there are none
 * @param shard which part of those that the globs choose; all when there is none
 */
public record TrialSelection(List<String> globs, Optional<Shard> shard) {
  /** Chooses every trial. */
  public static final TrialSelection ALL = new TrialSelection(List.of());

  /** Copies the globs. */
  public TrialSelection {
    globs = List.copyOf(globs);
  }

  /** Selects every trial that the globs choose. */
  TrialSelection(List<String> globs) {
    this(globs, Optional.empty());
  }

  /** Reads globs separated by commas; null or blank chooses every trial. */
  public static TrialSelection of(String commaSeparated) {
    return new TrialSelection(Globs.split(commaSeparated));
  }

  /** Returns a selection of a part of what the same globs choose. */
  public TrialSelection shard(Optional<Shard> part) {
    return new TrialSelection(globs, part);
  }

  /**
   * Returns the chosen ones among {@code trials}, in their order. A shard has all of a regime whose
   * first trial finds the learning rate of the others, or none of it.
   *
   * @throws IllegalArgumentException when a glob matches none of them; the message lists their ids
   */
  public List<Trial> choose(List<Trial> trials) {
    List<Trial> matching = matching(trials);
    return shard.map(part -> of(part, matching)).orElse(matching);
  }

  private static List<Trial> of(Shard part, List<Trial> matching) {
    Map<String, List<Trial>> together = new LinkedHashMap<>();
    for (Trial trial : matching) {
      String key =
          trial.training().options().autoLearningRate() ? trial.regime().slug() : trial.id();
      together.computeIfAbsent(key, one -> new ArrayList<>()).add(trial);
    }
    return part.of(List.copyOf(together.values())).stream().flatMap(List::stream).toList();
  }

  /**
   * Returns the ids of those that the globs choose and other shards have.
   *
   * @throws IllegalArgumentException as {@link #choose} does
   */
  List<String> elsewhere(List<Trial> trials) {
    List<Trial> here = choose(trials);
    return matching(trials).stream().filter(trial -> !here.contains(trial)).map(Trial::id).toList();
  }

  private List<Trial> matching(List<Trial> trials) {
    for (String glob : globs) {
      if (trials.stream().noneMatch(trial -> matches(glob, trial))) {
        throw new IllegalArgumentException(
            "No trial is named '"
                + glob
                + "'. The trials are: "
                + String.join(", ", trials.stream().map(Trial::id).toList())
                + Suggestions.hint(glob, alike(glob, trials)));
      }
    }
    return trials.stream()
        .filter(trial -> globs.isEmpty() || globs.stream().anyMatch(g -> matches(g, trial)))
        .toList();
  }

  /** Returns globs that would choose something: ids, with asterisks where the glob has them. */
  private static List<String> alike(String glob, List<Trial> trials) {
    return trials.stream()
        .map(trial -> alike(glob, trial.id()))
        .distinct()
        .filter(other -> trials.stream().anyMatch(trial -> matches(other, trial)))
        .toList();
  }

  private static String alike(String glob, String id) {
    String[] wanted = glob.split("-", -1);
    String[] parts = id.split("-", -1);
    if (wanted.length != parts.length) {
      return id;
    }
    for (int i = 0; i < parts.length; i++) {
      parts[i] = wanted[i].contains("*") ? wanted[i] : parts[i];
    }
    return String.join("-", parts);
  }

  private static boolean matches(String glob, Trial trial) {
    return Globs.matches(glob, trial.id());
  }
}
