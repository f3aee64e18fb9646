package io.github.vitlora.source;

import java.util.OptionalLong;

/** Is told how a download proceeds, on the downloading thread; expected to return at once. */
@FunctionalInterface
public interface TransferListener {
  /** Listens to nothing. */
  TransferListener NONE = (source, bytes, total) -> {};

  /**
   * Tells that more of the file has arrived.
   *
   * @param source the source as its descriptor names it
   * @param bytes bytes here so far, those of an interrupted earlier attempt included
   * @param total length of the whole file, where the server tells it
   */
  void transferred(String source, long bytes, OptionalLong total);
}
