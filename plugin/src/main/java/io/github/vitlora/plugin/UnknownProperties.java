package io.github.vitlora.plugin;

import static io.github.vitlora.io.PropertyNames.PREFIX;

import io.github.vitlora.io.PropertyNames;
import io.github.vitlora.io.Suggestions;
import io.github.vitlora.plugin.maven.MavenBuild;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;

/**
 * Finds properties that no goal reads, or none of those that are run: Maven says nothing of them,
 * and an hour is spent on the default.
 *
 * @param readers the goals that read each property, by its name without what all begin with
 */
record UnknownProperties(Map<String, Set<String>> readers) {

  /**
   * Names properties that say where and how goals work on a machine. They are set once for all
   * goals, in {@code .mvn/maven.config} for example, and mislead nobody where one has no need of
   * them.
   */
  private static final Set<String> FOR_ALL_GOALS =
      Set.of(
          PropertyNames.CACHE,
          PropertyNames.HUB,
          PropertyNames.OFFLINE,
          PropertyNames.HF_SERVER,
          PropertyNames.THREADS,
          PropertyNames.JVM_ARGS,
          PropertyNames.DEVICE,
          PropertyNames.LIBTORCH,
          PropertyNames.TRIAL_TIMEOUT,
          PropertyNames.CHECKPOINT_SECONDS,
          PropertyNames.CROP_CACHE,
          PropertyNames.WORK,
          PropertyNames.REPORTS,
          PropertyNames.EXPERIMENTS);

  /** Reads the properties of a plugin's descriptor. */
  static UnknownProperties of(PluginDescriptor plugin) {
    Map<String, Set<String>> readers = new TreeMap<>();
    for (MojoDescriptor goal : plugin.getMojos()) {
      for (Parameter parameter : goal.getParameters()) {
        String expression = parameter.getExpression();
        if (expression != null && expression.startsWith("${" + PREFIX)) {
          readers
              .computeIfAbsent(
                  expression.substring(2 + PREFIX.length(), expression.length() - 1),
                  name -> new TreeSet<>())
              .add(goal.getGoal());
        }
      }
    }
    return new UnknownProperties(readers);
  }

  /** Warns of the properties of a build's command line and project. */
  List<String> warnings(MavenBuild build, String goal) {
    return warnings(
        goals(build, goal),
        build.session().getUserProperties().stringPropertyNames(),
        build.project().getProperties().stringPropertyNames());
  }

  /**
   * Warns of properties, once of each.
   *
   * @param goals that are run
   * @param given names of the properties of the command line
   * @param project names of the project's, which may be for other things: {@code vitlora.version}
   */
  List<String> warnings(Set<String> goals, Collection<String> given, Collection<String> project) {
    Set<String> known = readers.keySet();
    return Stream.of(
            unknown(given).map(name -> ofNoGoal(name, Suggestions.hint(name, known))),
            unknown(project)
                .filter(name -> !given.contains(PREFIX + name))
                .filter(name -> !Suggestions.hint(name, known).isEmpty())
                .map(name -> ofNoGoal(name, Suggestions.hint(name, known))),
            ours(given)
                .filter(known::contains)
                .filter(name -> !FOR_ALL_GOALS.contains(PREFIX + name))
                .filter(name -> Collections.disjoint(readers.get(name), goals))
                .map(name -> ofOtherGoals(name, goals)))
        .flatMap(warnings -> warnings)
        .toList();
  }

  private Stream<String> unknown(Collection<String> given) {
    return ours(given).filter(name -> !readers.containsKey(name));
  }

  private static Stream<String> ours(Collection<String> given) {
    return given.stream()
        .filter(property -> property.startsWith(PREFIX))
        .map(property -> property.substring(PREFIX.length()))
        .sorted();
  }

  private static String ofNoGoal(String name, String hint) {
    return "The property "
        + PREFIX
        + name
        + " is no goal's parameter"
        + (hint.isEmpty()
            ? ", and has no effect unless a descriptor refers to it; vitlora:help lists them"
            : hint.replace("mean ", "mean " + PREFIX));
  }

  private String ofOtherGoals(String name, Set<String> goals) {
    return "The property %s has no effect on %s: it is a parameter of %s"
        .formatted(PREFIX + name, list(goals), list(readers.get(name)));
  }

  private static String list(Set<String> goals) {
    List<String> names = new TreeSet<>(goals).stream().map(goal -> "vitlora:" + goal).toList();
    int last = names.size() - 1;
    return last == 0
        ? names.get(0)
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }

  /**
   * Returns the goals of this plugin that are run: those that the command line names, and, where it
   * names a phase, those that projects bind to one.
   */
  private static Set<String> goals(MavenBuild build, String running) {
    Set<String> goals = new TreeSet<>(Set.of(running));
    for (String asked : build.session().getGoals()) {
      if (asked.contains(":")) {
        named(asked, build.plugin()).ifPresent(goals::add);
      } else {
        build.session().getProjects().stream()
            .map(project -> project.getPlugin(build.plugin().getPluginLookupKey()))
            .filter(Objects::nonNull)
            .map(Plugin::getExecutions)
            .flatMap(List::stream)
            .map(PluginExecution::getGoals)
            .forEach(goals::addAll);
      }
    }
    return goals;
  }

  /**
   * Returns the goal that is asked for by {@code PREFIX:GOAL@EXECUTION} or by the plugin's name.
   */
  private static Optional<String> named(String asked, PluginDescriptor plugin) {
    String goal = asked.substring(asked.lastIndexOf(':') + 1).replaceFirst("@.*", "");
    boolean ours =
        asked.startsWith(plugin.getGoalPrefix() + ":")
            || asked.startsWith(plugin.getPluginLookupKey() + ":");
    return Optional.of(goal).filter(name -> ours);
  }
}
