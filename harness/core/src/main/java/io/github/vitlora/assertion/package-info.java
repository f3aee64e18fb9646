/** Assertions on results for a project's own tests, in the manner of AssertJ. */
package io.github.vitlora.assertion;
