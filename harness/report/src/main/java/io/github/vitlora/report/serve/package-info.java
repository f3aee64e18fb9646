/** Serves reports over HTTP. */
package io.github.vitlora.report.serve;
