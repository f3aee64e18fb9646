/**
 * The boundary between the process that runs an experiment and the one that trains a trial: a
 * folder with {@code trial.json} going in, a stream of events while it runs, and {@code
 * result.json} coming out beside weights and log.
 */
package io.github.vitlora.fork;
