package io.github.vitlora.report;

import io.github.vitlora.experiment.Experiment;
import io.github.vitlora.source.NeededSource;
import io.qameta.allure.model.Link;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What an experiment was made of, as links that people can follow. */
final class SourceLinks {

  /** The descriptor's file beside the page. */
  static final String DESCRIPTOR = "descriptor.json";

  private SourceLinks() {}

  /** The descriptor, and weights and images where people can look at their source. */
  static List<Link> of(Experiment experiment) {
    return Stream.of(
            Stream.of(link("descriptor", DESCRIPTOR)),
            links("weights", experiment.model().sources()),
            links("images", experiment.dataset().origin().sources()))
        .flatMap(Function.identity())
        .toList();
  }

  private static Stream<Link> links(String name, List<NeededSource> sources) {
    return sources.stream().flatMap(source -> source.page().stream()).map(url -> link(name, url));
  }

  private static Link link(String name, String url) {
    return new Link().setName(name).setUrl(url).setType("link");
  }
}
