/** What the file system's faults are called in words that help. */
package io.github.vitlora.fault;
