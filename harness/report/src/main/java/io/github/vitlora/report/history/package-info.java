/** Keeps what earlier reports showed. */
package io.github.vitlora.report.history;
