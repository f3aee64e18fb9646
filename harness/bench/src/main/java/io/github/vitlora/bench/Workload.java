package io.github.vitlora.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Counts what one call of a benchmark works through, beside its time in the results. */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class Workload {
  /** One call processes so many images. */
  public double images;

  /** A plain implementation needs so many floating-point operations for one call, in 10^9. */
  public double gigaflop;

  /** Is called by JMH. */
  public Workload() {}
}
