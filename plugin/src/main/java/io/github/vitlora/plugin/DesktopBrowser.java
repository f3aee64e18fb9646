package io.github.vitlora.plugin;

import java.awt.Desktop;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** The browser of whoever sits at this machine. */
final class DesktopBrowser {

  private DesktopBrowser() {}

  /** Opens an address; gives the reason where that cannot be done. */
  static Optional<String> open(URI address) {
    try {
      if (!GraphicsEnvironment.isHeadless()
          && Desktop.isDesktopSupported()
          && Desktop.getDesktop().isSupported(Desktop.Action.BROWSE)) {
        Desktop.getDesktop().browse(address);
        return Optional.empty();
      }
      return Optional.of("No browser can be opened from here; open " + address + " yourself");
    } catch (IOException | UnsupportedOperationException | LinkageError e) {
      return Optional.of("The browser cannot be opened (" + e + "); open " + address + " yourself");
    }
  }
}
