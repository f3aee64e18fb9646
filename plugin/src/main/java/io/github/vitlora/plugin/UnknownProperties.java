package io.github.vitlora.plugin;

import io.github.vitlora.io.Suggestions;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;

/**
 * Finds properties that no goal reads: Maven says nothing of a misspelt one, and an hour is spent
 * on the default.
 */
final class UnknownProperties {

  private static final String PREFIX = "vitlora.";

  private UnknownProperties() {}

  /**
   * A warning for each.
   *
   * @param plugin whose goals' parameters are known
   * @param given names of the properties of the command line
   * @param project names of the project's, which may be for other things: {@code vitlora.version}
   */
  static List<String> of(
      PluginDescriptor plugin, Collection<String> given, Collection<String> project) {
    Set<String> known =
        plugin.getMojos().stream()
            .map(MojoDescriptor::getParameters)
            .flatMap(List::stream)
            .map(Parameter::getExpression)
            .filter(expression -> expression != null && expression.startsWith("${" + PREFIX))
            .map(expression -> expression.substring(2 + PREFIX.length(), expression.length() - 1))
            .collect(Collectors.toCollection(TreeSet::new));
    return of(known, given, project);
  }

  /**
   * The same.
   *
   * @param known names of parameters, without what they begin with
   */
  static List<String> of(
      Collection<String> known, Collection<String> given, Collection<String> project) {
    return Stream.concat(
            unknown(known, given).map(name -> warning(name, Suggestions.hint(name, known))),
            unknown(known, project)
                .filter(name -> !given.contains(PREFIX + name))
                .filter(name -> !Suggestions.hint(name, known).isEmpty())
                .map(name -> warning(name, Suggestions.hint(name, known))))
        .toList();
  }

  private static Stream<String> unknown(Collection<String> known, Collection<String> given) {
    return given.stream()
        .filter(property -> property.startsWith(PREFIX))
        .map(property -> property.substring(PREFIX.length()))
        .filter(name -> !known.contains(name))
        .sorted();
  }

  private static String warning(String name, String hint) {
    return "The property "
        + PREFIX
        + name
        + " is no goal's parameter"
        + (hint.isEmpty()
            ? ", and has no effect unless a descriptor refers to it; vitlora:help lists them"
            : hint.replace("mean ", "mean " + PREFIX));
  }
}
