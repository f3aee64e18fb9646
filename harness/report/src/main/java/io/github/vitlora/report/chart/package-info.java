/** Draws charts as pictures. */
package io.github.vitlora.report.chart;
