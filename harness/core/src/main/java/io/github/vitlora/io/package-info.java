/**
 * Reads and writes files for everybody: digests, whole-file writes, locks, globs, and what the file
 * system says, in words.
 */
package io.github.vitlora.io;
