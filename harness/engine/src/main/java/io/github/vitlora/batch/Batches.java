package io.github.vitlora.batch;

import java.util.Iterator;

/** Gives one pass over images in batches, and is closed when that is done or given up. */
public interface Batches extends Iterator<Batch>, AutoCloseable {
  @Override
  void close();
}
