/** Many made inputs for whatever reads files and lines that others wrote. */
package io.github.vitlora.fuzzing;
