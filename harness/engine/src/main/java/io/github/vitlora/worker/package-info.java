/**
 * Runs in the JVM of a worker: it holds the main class and sends events to the launching process.
 */
package io.github.vitlora.worker;
