/** Writes reports as Markdown, HTML fragments, CSV and JUnit XML. */
package io.github.vitlora.report.text;
