/**
 * Brings bytes here: sources named by strings, a cache of files that is safe to share between
 * processes, checksums, and unpacking of archives that nobody has to trust.
 *
 * <p>Loads no native library.
 */
package io.github.vitlora.source;
