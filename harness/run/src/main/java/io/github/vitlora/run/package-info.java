/** Runs an experiment from descriptor to report: the harness as a plain Java library. */
package io.github.vitlora.run;
