/** Gathers crops into batches of arrays, decoded ahead while the network computes. */
package io.github.vitlora.batch;
