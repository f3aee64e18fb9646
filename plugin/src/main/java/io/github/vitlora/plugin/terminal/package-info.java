/** What people see while goals run: progress of trials and of downloads. */
package io.github.vitlora.plugin.terminal;
