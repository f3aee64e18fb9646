/** Compares regimes, judges expectations, and holds one run's results against another's. */
package io.github.vitlora.judge;
