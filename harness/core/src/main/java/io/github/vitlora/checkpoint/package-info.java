/** Reads and writes safetensors files, and maps the names of other libraries' weights. */
package io.github.vitlora.checkpoint;
