/** Starts workers and benchmarks, follows them and says how they ended. */
package io.github.vitlora.launch;
