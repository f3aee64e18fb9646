/** Says what is to be run, as immutable records. */
package io.github.vitlora.experiment;
