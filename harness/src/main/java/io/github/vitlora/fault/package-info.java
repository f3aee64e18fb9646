/**
 * What the file system's faults are called in words that help, and how files are named by globs.
 */
package io.github.vitlora.fault;
