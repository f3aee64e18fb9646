/** Defines what a worker process is told and what it tells. */
package io.github.vitlora.job;
