/**
 * What came out: the figures of each trial, their store on disk, the comparison of regimes and the
 * verdict on the expectations. Nothing here loads a native library.
 */
package io.github.vitlora.result;
