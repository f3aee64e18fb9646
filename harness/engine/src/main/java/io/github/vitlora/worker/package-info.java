/** Runs in the JVM of a worker: the main classes, and what they send to the launching process. */
package io.github.vitlora.worker;
