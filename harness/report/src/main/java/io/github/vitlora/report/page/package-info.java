/** Makes the data of the page Compare. */
package io.github.vitlora.report.page;
