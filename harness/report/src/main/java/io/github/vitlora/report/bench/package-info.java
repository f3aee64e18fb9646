/** Reports benchmarks. */
package io.github.vitlora.report.bench;
