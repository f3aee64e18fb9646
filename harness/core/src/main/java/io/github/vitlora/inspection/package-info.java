/** Looks at every image of a data set before anything is trained. */
package io.github.vitlora.inspection;
