/* The table of regimes, which its headings sort. */
(() => {
  "use strict";
  const element = vitlora.element;

  /** Rows by a figure; those without it come last in either direction. */
  function sorted(rows, column, ascending) {
    const figure = (row) => row.cells[column].value;
    return [...rows].sort((a, b) => {
      if (figure(a) === undefined || figure(b) === undefined) {
        return (figure(a) === undefined) - (figure(b) === undefined);
      }
      return ascending ? figure(a) - figure(b) : figure(b) - figure(a);
    });
  }

  /**
   * @param table columns and rows
   * @param label of the row's regime, with its mark
   * @param announce tells people who do not see it what happened
   */
  vitlora.regimeTable = (table, label, announce) => {
    const body = element("tbody");
    const headings = [];
    let by;
    let ascending;

    const fill = (rows) =>
      body.replaceChildren(
        ...rows.map((row) =>
          element(
            "tr",
            { "data-regime": row.slug },
            element("th", { scope: "row" }, label(row)),
            ...row.cells.map((cell, i) =>
              element("td", { "data-column": table.columns[i].key }, cell.text)))));

    const sort = (column) => {
      const heading = table.columns[column];
      // The best regime first, and the other way round at the second time.
      ascending = by === column ? !ascending : !heading.higherIsBetter;
      by = column;
      headings.forEach((th, i) => {
        if (i === column) {
          th.setAttribute("aria-sort", ascending ? "ascending" : "descending");
        } else {
          th.removeAttribute("aria-sort");
        }
      });
      fill(sorted(table.rows, column, ascending));
      announce(`Sorted by ${heading.heading}, ${ascending ? "ascending" : "descending"}`);
    };

    table.columns.forEach((column, i) =>
      headings.push(
        element(
          "th",
          { scope: "col", "data-column": column.key },
          element(
            "button", { type: "button", title: column.explanation, click: () => sort(i) },
            // A heading breaks between its words alone.
            column.heading.replaceAll("/", "/\u2060"),
            element("span", { class: "vl-arrow", "aria-hidden": "true" })))));
    fill(table.rows);
    return element(
      "table",
      { class: "vl-table vl-regimes" },
      element("caption", {}, "Regimes side by side. A heading sorts by its column."),
      element(
        "thead", {}, element("tr", {}, element("th", { scope: "col" }, "Regime"), ...headings)),
      body);
  };

  /** What the columns mean, for those who want to know. */
  vitlora.columnLegend = (columns) =>
    element(
      "details",
      { class: "vl-legend" },
      element("summary", {}, "What the columns mean"),
      element(
        "dl",
        {},
        ...columns.flatMap((column) => [
          element("dt", {}, column.heading),
          element("dd", {}, column.explanation + "."),
        ])));
})();
