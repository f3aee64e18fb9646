package io.github.vitlora.fuzzing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Has a reader read many inputs, each of which must be read or refused as documented, within its
 * allowance of memory. Input number n is the same in every run and of every length: a failure names
 * it and shows it.
 */
public final class Fuzzing {

  /** How many inputs each reader gets, where the usual number is not meant. */
  private static final String INPUTS = "vitlora.test.inputs";

  /** Only a long run gets there. */
  private static final int TELL_EVERY = 50_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Fuzzing() {}

  /**
   * Reads the seeds, which must all be accepted, then as many made inputs as the build usually
   * takes, or as many as {@code -Dvitlora.test.inputs} asks for.
   *
   * @throws AssertionError at the first input with which anything else happens
   */
  public static <T> Outcome run(
      Subject<T> subject, List<byte[]> seeds, InputMaker maker, int usual, Allowance allowance)
      throws Exception {
    for (byte[] seed : seeds) {
      subject.prepare(seed);
      subject.use(
          subject.read(seed).orElseThrow(() -> failure("this seed is refused", seed, null)));
    }
    int inputs = Integer.getInteger(INPUTS, usual);
    Outcome.Counter counter = new Outcome.Counter();
    for (int number = 0; number < inputs; number++) {
      byte[] input = maker.make(new SplittableRandom(number));
      try {
        subject.prepare(input);
        counter.add(input.length, read(subject, input, allowance));
      } catch (Exception | StackOverflowError | OutOfMemoryError | AssertionError e) {
        throw failure("input " + number, input, e);
      }
      if ((number + 1) % TELL_EVERY == 0) {
        System.out.println(subject.getClass().getSimpleName() + ": " + counter.outcome());
      }
    }
    return counter.outcome();
  }

  private static <T> Reading read(Subject<T> subject, byte[] input, Allowance allowance)
      throws Exception {
    Reading reading = measured(subject, input);
    if (reading.allocated() > allowance.of(input)) {
      // The first time may have loaded classes and messages, which is no fault of the input.
      subject.prepare(input);
      reading = measured(subject, input);
    }
    if (reading.allocated() > allowance.of(input)) {
      throw new AssertionError(
          "it allocates "
              + reading.allocated()
              + " bytes where "
              + allowance.of(input)
              + " are allowed");
    }
    return reading;
  }

  private static <T> Reading measured(Subject<T> subject, byte[] input) throws Exception {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    Optional<T> read = subject.read(input);
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    if (read.isPresent()) {
      subject.use(read.get());
    }
    return new Reading(read.isPresent(), allocated);
  }

  private static AssertionError failure(String what, byte[] input, Throwable cause) {
    String shown = Base64.getEncoder().encodeToString(input);
    return new AssertionError(
        what
            + " ("
            + input.length
            + " bytes, Base64 "
            + (shown.length() > 8_000 ? shown.substring(0, 8_000) + "..." : shown)
            + ")"
            + (cause == null ? "" : ": " + cause),
        cause);
  }
}
