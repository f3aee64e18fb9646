package io.github.vitlora.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/**
 * What tests share that look at a report's page Compare as a person does: a browser for each class,
 * and a page for each test. Each class writes its report to {@code temporary/report}.
 */
abstract class ReportInBrowser {
  @TempDir static Path temporary;
  static Browser browser;
  static Path page;

  private final String drawn;

  /**
   * Prepares tests of one class.
   *
   * @param drawn a selector of what the page shows once it is drawn
   */
  ReportInBrowser(String drawn) {
    this.drawn = drawn;
  }

  @BeforeAll
  static void start() throws IOException {
    if (Browser.isThere()) {
      browser = Browser.start(Files.createDirectory(temporary.resolve("profile")));
      page = temporary.resolve("report/index.html");
    }
  }

  @AfterAll
  static void quit() {
    if (browser != null) {
      browser.close();
      browser = null;
    }
  }

  @BeforeEach
  void open() {
    Browser.assumeThere();
    open(1280, 900, false);
  }

  /** Opens the page in a window of this size and waits until it is drawn. */
  final void open(int width, int height, boolean dark) {
    browser.look(width, height, dark);
    browser.open(page, "#compare");
    await(drawn);
  }

  static WebElement await(String css) {
    return browser
        .patiently()
        .until(
            driver -> driver.findElements(By.cssSelector(css)).stream().findFirst().orElse(null));
  }

  static List<WebElement> all(String css) {
    return browser.driver().findElements(By.cssSelector(css));
  }

  /** On a telephone, say; and nothing is asked of anybody else. */
  final void assertFitsANarrowWindowInSilence() throws IOException {
    browser.console();
    browser.requests();
    open(390, 844, false);

    browser
        .patiently()
        .until(
            driver ->
                (boolean)
                    browser.run(
                        "const page = document.querySelector('.vl-compare');"
                            + "return page.scrollWidth === page.clientWidth"));
    assertThat(browser.console()).isEmpty();
    assertThat(browser.requests())
        .allMatch(url -> url.startsWith("data:") || url.equals(page.toUri().toString()));
  }
}
