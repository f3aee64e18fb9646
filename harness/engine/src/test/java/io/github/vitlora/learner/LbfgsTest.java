package io.github.vitlora.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LbfgsTest {

  /** Half of sum a (x - c)^2, whose curvatures are a million apart. */
  @Test
  void theMinimumOfAQuadraticIsItsCentre() {
    double[] a = {1, 10, 1e3, 1e6};
    double[] c = {3, -2, 0.5, 7};
    AtomicInteger told = new AtomicInteger();

    Lbfgs.Minimum minimum =
        Lbfgs.minimise(
            (x, gradient) -> {
              double value = 0;
              for (int i = 0; i < x.length; i++) {
                gradient[i] = a[i] * (x[i] - c[i]);
                value += gradient[i] * (x[i] - c[i]) / 2;
              }
              return value;
            },
            new double[4],
            1e-9,
            200,
            told::incrementAndGet);

    assertThat(minimum.x()).containsExactly(c, within(1e-8));
    assertThat(minimum.gradientNorm()).isLessThan(1e-9);
    assertThat(told).hasValue(minimum.iterations());
  }

  /** Half of log cosh: no step of fixed length gets there from afar. */
  @Test
  void farAwayItGoesNoFurtherThanGetsLower() {
    Lbfgs.Minimum minimum =
        Lbfgs.minimise(
            (x, gradient) -> {
              gradient[0] = Math.tanh(x[0]);
              return Math.abs(x[0]) + Math.log1p(Math.exp(-2 * Math.abs(x[0]))) - Math.log(2);
            },
            new double[] {40},
            1e-12,
            100,
            () -> {});

    assertThat(minimum.x()[0]).isCloseTo(0, within(1e-12));
  }

  @Test
  void atTheMinimumItStays() {
    Lbfgs.Minimum minimum =
        Lbfgs.minimise(
            (x, gradient) -> {
              gradient[0] = x[0];
              return x[0] * x[0] / 2;
            },
            new double[] {0},
            0,
            100,
            () -> {});

    assertThat(minimum).extracting(Lbfgs.Minimum::iterations).isEqualTo(0);
  }
}
