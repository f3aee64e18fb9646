/** Runs in the JVM of a worker and sends events to the launching process. */
package io.github.vitlora.worker;
