/** Groups of parameters that several goals take, each with what the goals make of it. */
package io.github.vitlora.plugin.option;
