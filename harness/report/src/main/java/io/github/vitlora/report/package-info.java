/**
 * Writes what people see: the Allure report with its charts, the summary and the table of the
 * terminal. Nothing here loads a native library, and nothing that it writes asks the network for
 * anything.
 */
package io.github.vitlora.report;
