package io.github.vitlora.report;

import io.github.vitlora.experiment.DatasetOrigin;
import io.github.vitlora.experiment.Experiment;
import io.qameta.allure.model.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an experiment was made of, as links that people can follow. */
final class SourceLinks {

  /** The descriptor's file beside the page. */
  static final String DESCRIPTOR = "descriptor.json";

  private static final Pattern HUB = Pattern.compile("hf:([^/]+/[^/@]+)(?:@([^/]+))?/(.+)");
  private static final String HUB_SITE = "https://huggingface.co/";

  private SourceLinks() {}

  /** The descriptor, and weights and images where people can look at their source. */
  static List<Link> of(Experiment experiment) {
    List<Link> links = new ArrayList<>();
    links.add(link("descriptor", DESCRIPTOR));
    page(experiment.model().weights()).ifPresent(url -> links.add(link("weights", url)));
    archive(experiment.dataset().origin())
        .flatMap(SourceLinks::page)
        .ifPresent(url -> links.add(link("images", url)));
    return List.copyOf(links);
  }

  private static Optional<String> archive(DatasetOrigin origin) {
    if (origin instanceof DatasetOrigin.Archive archive) {
      return Optional.of(archive.source());
    } else if (origin instanceof DatasetOrigin.Idx idx) {
      return Optional.of(idx.source());
    } else if (origin instanceof DatasetOrigin.HeldOut heldOut) {
      return archive(heldOut.of());
    } else if (origin instanceof DatasetOrigin.Rotations rotations) {
      return archive(rotations.of());
    }
    return Optional.empty();
  }

  /** A hub's page of the file, or the address itself; what lies on one machine has none. */
  private static Optional<String> page(String source) {
    Matcher hub = HUB.matcher(source);
    if (hub.matches()) {
      String revision = Optional.ofNullable(hub.group(2)).orElse("main");
      return Optional.of(HUB_SITE + hub.group(1) + "/blob/" + revision + "/" + hub.group(3));
    }
    return Optional.of(source).filter(address -> address.startsWith("https:"));
  }

  private static Link link(String name, String url) {
    return new Link().setName(name).setUrl(url).setType("link");
  }
}
