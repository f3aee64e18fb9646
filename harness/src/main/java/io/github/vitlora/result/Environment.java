package io.github.vitlora.result;

/**
 * The machine and the software that the trials ran on.
 *
 * @param os name and version
 * @param cpu model name
 * @param cores logical processors
 * @param threads that a trial computes with
 * @param java version and vendor
 * @param djl version
 * @param pytorch libtorch version
 * @param vitlora version of the harness
 */
public record Environment(
    String os,
    String cpu,
    int cores,
    int threads,
    String java,
    String djl,
    String pytorch,
    String vitlora) {}
