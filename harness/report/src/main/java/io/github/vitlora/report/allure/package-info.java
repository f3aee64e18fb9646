/** Writes Allure results and generates the Allure report. */
package io.github.vitlora.report.allure;
