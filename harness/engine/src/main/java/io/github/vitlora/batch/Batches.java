package io.github.vitlora.batch;

import java.util.Iterator;

/** One pass over images in batches, closed when it is done or given up. */
public interface Batches extends Iterator<Batch>, AutoCloseable {
  @Override
  void close();
}
