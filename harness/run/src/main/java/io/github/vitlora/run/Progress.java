package io.github.vitlora.run;

import java.time.Duration;
import java.util.Optional;

/**
 * How far an experiment has come.
 *
 * @param trial index of the running trial, from 1
 * @param trials number of trials to run
 * @param epoch of the running trial, from 1; 0 before the first step
 * @param epochs of the running trial
 * @param step within the epoch, from 1; 0 before the first step
 * @param stepsPerEpoch of the running trial
 * @param trialLeft estimated time to the end of the running trial, once there is something to
 *     estimate from
 * @param experimentLeft the same for the whole experiment
 */
public record Progress(
    int trial,
    int trials,
    int epoch,
    int epochs,
    int step,
    int stepsPerEpoch,
    Optional<Duration> trialLeft,
    Optional<Duration> experimentLeft) {}
