/** Says what a regime trains and by which recipe, as immutable records. */
package io.github.vitlora.regime;
