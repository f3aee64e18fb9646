/**
 * What is to be run: an experiment descriptor and the trials it stands for, as immutable records.
 *
 * <p>Nothing here trains, downloads or loads a native library.
 */
package io.github.vitlora.experiment;
