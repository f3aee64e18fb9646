/** Makes the tables and sentences that every form of a report shares. */
package io.github.vitlora.report.table;
