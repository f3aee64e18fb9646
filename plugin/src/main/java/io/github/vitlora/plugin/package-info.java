/** Goals that read parameters, call the harness, log, and fail the build. */
package io.github.vitlora.plugin;
