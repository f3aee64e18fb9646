package io.github.vitlora.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What guides and workflows tell people to type is there: goals, properties, links. */
class DocumentedNamesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern PROPERTY =
      Pattern.compile("(?:-D|`)(vitlora\\.[A-Za-z.]*[A-Za-z])(?=[`=\\s]|$)");
  private static final Pattern GOAL = Pattern.compile("(?<![.:])vitlora:([a-z]+)");
  private static final Pattern READ = Pattern.compile("\\$\\{(vitlora\\.[A-Za-z]+)}");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]*)(?:#([^):]*))?\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

  /** Set for tests of vitlora itself; no goal reads them. */
  private static final String OF_TESTS = "vitlora.test.";

  @ParameterizedTest
  @MethodSource("texts")
  void goalsAndPropertiesExist(Path text) throws IOException {
    String content = Files.readString(text);

    assertThat(found(GOAL, content)).isSubsetOf(goals());
    assertThat(found(PROPERTY, content))
        .filteredOn(name -> !name.startsWith(OF_TESTS))
        .isSubsetOf(properties());
  }

  @ParameterizedTest
  @MethodSource("texts")
  void relativeLinksLeadSomewhere(Path text) throws IOException {
    for (MatchResult link : LINK.matcher(Files.readString(text)).results().toList()) {
      Path to = link.group(1).isEmpty() ? text : text.resolveSibling(link.group(1));
      assertThat(to).exists();
      if (link.group(2) != null) {
        assertThat(anchors(to)).as(to.toString()).contains(link.group(2));
      }
    }
  }

  /** Headings as GitHub makes addresses of them. */
  private static Set<String> anchors(Path text) throws IOException {
    return found(HEADING, Files.readString(text)).stream()
        .map(heading -> heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 _-]", ""))
        .map(heading -> heading.replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  @Test
  void everyGoalAndPropertyIsDocumented() throws IOException {
    Set<String> goals = new TreeSet<>();
    Set<String> names = new TreeSet<>();
    for (Path text : texts()) {
      String content = Files.readString(text);
      goals.addAll(found(GOAL, content));
      names.addAll(found(Pattern.compile("(vitlora\\.[A-Za-z]+)"), content));
    }

    assertThat(goals).containsAll(goals());
    assertThat(names).containsAll(properties());
  }

  @Test
  void eachGoalsPropertiesAreThoseOfTheTable() throws IOException {
    List<List<String>> table =
        Files.readAllLines(ROOT.resolve("docs/goals.md")).stream()
            .dropWhile(line -> !line.equals("### Which goal reads which"))
            .filter(line -> line.startsWith("|"))
            .map(line -> Stream.of(line.split("\\|", -1)).skip(1).map(String::strip).toList())
            .toList();
    List<String> goals = table.get(0);
    Map<String, Set<String>> documented = new TreeMap<>();
    for (List<String> row : table.subList(2, table.size())) {
      for (int i = 1; i < goals.size() - 1; i++) {
        Set<String> read = documented.computeIfAbsent(goals.get(i), goal -> new TreeSet<>());
        read.addAll(row.get(i).equals("x") ? found(PROPERTY, row.get(0)) : Set.of());
      }
    }

    Map<String, Set<String>> read = propertiesByGoal();
    read.remove("help");
    assertThat(documented).isEqualTo(read);
  }

  /** Each goal declares its parameters itself; they are the same things nevertheless. */
  @Test
  void aPropertyIsTheSameInEveryGoal() throws IOException {
    Map<String, Set<String>> declarations = new TreeMap<>();
    Pattern.compile("<(\\w+) (.*)>\\$\\{(vitlora\\.\\w+)}</\\w+>")
        .matcher(pluginXml())
        .results()
        .forEach(
            one ->
                declarations
                    .computeIfAbsent(one.group(3), name -> new TreeSet<>())
                    .add(one.group(1) + " " + one.group(2)));
    // What is to be reproduced is one file; reported are as many as there are.
    declarations.remove("vitlora.results");

    assertThat(declarations).hasSizeGreaterThan(30);
    assertThat(declarations.values()).allSatisfy(kinds -> assertThat(kinds).hasSize(1));
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void workflowsAreYamlWithJobsThatRunSomething(Path workflow) throws IOException {
    JsonNode root = new YAMLMapper().readTree(Files.readString(workflow));
    Stream<JsonNode> commands =
        workflow.endsWith(".gitlab-ci.yml")
            ? root.findValues("script").stream()
            : root.get("jobs").findValues("run").stream();

    assertThat(commands.map(JsonNode::toString))
        .isNotEmpty()
        .allMatch(command -> command.matches(".*(mvn|\\.ci/)[\\s\\S]*"));
  }

  /** A shard for each part of the matrix, or trials would be left out. */
  @Test
  void theSampleRunsAsManyShardsAsItCounts() throws IOException {
    JsonNode workflow =
        new YAMLMapper()
            .readTree(ROOT.resolve("docs/sample/.github/workflows/comparison.yml").toFile());

    assertThat(workflow.at("/jobs/train/strategy/matrix/shard"))
        .hasSize(workflow.at("/env/SHARDS").asInt());
  }

  static List<Path> texts() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.of(
              docs.filter(file -> file.toString().endsWith(".md")),
              Stream.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "reports/README.md")
                  .map(ROOT::resolve),
              workflows().stream())
          .flatMap(files -> files)
          .sorted()
          .toList();
    }
  }

  static List<Path> workflows() {
    return Stream.of(
            ".github/workflows/ci.yml",
            "docs/sample/.github/workflows/comparison.yml",
            "docs/sample/.gitlab-ci.yml")
        .map(ROOT::resolve)
        .toList();
  }

  private static Set<String> found(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> goals() throws IOException {
    return found(Pattern.compile("<mojo>\\s*<goal>([a-z]+)</goal>"), pluginXml());
  }

  private static Set<String> properties() throws IOException {
    return found(READ, pluginXml());
  }

  private static Map<String, Set<String>> propertiesByGoal() throws IOException {
    return Stream.of(pluginXml().split("<mojo>"))
        .skip(1)
        .collect(
            Collectors.toMap(
                mojo -> mojo.replaceAll("(?s).*<goal>([a-z]+)</goal>.*", "$1"),
                mojo -> found(READ, mojo),
                (one, other) -> one,
                TreeMap::new));
  }

  private static String pluginXml() throws IOException {
    return Files.readString(Path.of("target/classes/META-INF/maven/plugin.xml"));
  }
}
