package io.github.vitlora.train;

import java.time.Duration;

/**
 * When and where a trial's state is kept.
 *
 * @param store keeps the states
 * @param interval inside an epoch a state is saved after this time; one is saved after each epoch
 *     anyway
 */
public record Checkpointing(CheckpointStore store, Duration interval) {}
