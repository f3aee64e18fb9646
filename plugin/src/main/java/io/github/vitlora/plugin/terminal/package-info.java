/** Shows people what goals do: progress of trials and of downloads. */
package io.github.vitlora.plugin.terminal;
