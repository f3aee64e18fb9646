package io.github.vitlora.testing;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

/** Imports the classes that are shipped: no tests, and no jars of tests of other modules. */
public final class MainClasses implements ImportOption {
  private static final ImportOption NO_TESTS = ImportOption.Predefined.DO_NOT_INCLUDE_TESTS;

  @Override
  public boolean includes(Location location) {
    return NO_TESTS.includes(location) && !location.contains("-tests.jar");
  }
}
