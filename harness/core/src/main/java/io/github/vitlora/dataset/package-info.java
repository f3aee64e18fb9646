/** Reads data sets of folders, IDX files and drawn images, and splits them. */
package io.github.vitlora.dataset;
