package io.github.vitlora.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What one call of a benchmark works through, beside its time in the results. */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class Workload {
  /** Images of one call. */
  public double images;

  /** Floating-point operations of one call, in 10^9, as a plain implementation needs them. */
  public double gigaflop;

  /** Made by JMH. */
  public Workload() {}
}
