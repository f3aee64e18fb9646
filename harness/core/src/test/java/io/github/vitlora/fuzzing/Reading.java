package io.github.vitlora.fuzzing;

/**
 * What became of one input.
 *
 * @param accepted whether it was read, not refused
 * @param allocated bytes of heap
 */
record Reading(boolean accepted, long allocated) {}
