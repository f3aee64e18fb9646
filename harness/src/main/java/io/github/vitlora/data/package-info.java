/**
 * Images to batches: data sets of class folders or IDX files, their splits, the transform of an
 * image into a tensor, and a loader that prefetches.
 *
 * <p>Everything but a batch's arrays works without DJL's native library.
 */
package io.github.vitlora.data;
