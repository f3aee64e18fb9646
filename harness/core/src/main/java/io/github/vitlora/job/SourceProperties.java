package io.github.vitlora.job;

import io.github.vitlora.source.SourceSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Where sources come from, as the system properties that a trial's JVM is started with. */
public final class SourceProperties {
  private static final String CACHE = "vitlora.cache";
  private static final String HUB = "vitlora.hub";
  private static final String OFFLINE = "vitlora.offline";

  private SourceProperties() {}

  /** The properties that stand for {@code settings}. */
  public static Map<String, String> of(SourceSettings settings) {
    Map<String, String> properties = new HashMap<>();
    properties.put(CACHE, settings.cache().toString());
    properties.put(OFFLINE, Boolean.toString(settings.offline()));
    settings.hub().ifPresent(hub -> properties.put(HUB, hub));
    return properties;
  }

  /** The settings that this JVM was started with. */
  public static SourceSettings read() {
    return new SourceSettings(
        Optional.ofNullable(System.getProperty(CACHE))
            .map(Path::of)
            .orElseGet(SourceSettings::defaultCache),
        Optional.ofNullable(System.getProperty(HUB)),
        Boolean.getBoolean(OFFLINE));
  }
}
