/** Starts workers, follows them and says how they ended. */
package io.github.vitlora.launch;
