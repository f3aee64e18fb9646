/**
 * What came out: the figures of each trial, their store on disk, and the comparison of regimes.
 * Nothing here loads a native library.
 */
package io.github.vitlora.result;
