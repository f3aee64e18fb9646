/* The regimes held against one of them: differences with their intervals, drawn and in words. */
(() => {
  "use strict";
  const element = vitlora.element;
  const SVG = "http://www.w3.org/2000/svg";
  const WIDTH = 116;
  const HEIGHT = 18;
  const MARGIN = 6;

  function svg(tag, attributes, ...children) {
    const node = document.createElementNS(SVG, tag);
    Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
    node.append(...children);
    return node;
  }

  /** An interval on the axis that all rows share; what it says is in the cells beside it. */
  function drawn(interval, low, high) {
    const at = (points) =>
      MARGIN + ((points - low) / (high - low || 1)) * (WIDTH - 2 * MARGIN);
    const middle = HEIGHT / 2;
    return svg(
      "svg",
      {
        viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
        width: WIDTH,
        height: HEIGHT,
        class: "vl-interval",
        "aria-hidden": "true",
      },
      svg("line", { x1: at(0), x2: at(0), y1: 0, y2: HEIGHT, class: "vl-zero" }),
      svg("line", { x1: at(interval.low), x2: at(interval.high), y1: middle, y2: middle }),
      svg("line", { x1: at(interval.low), x2: at(interval.low), y1: middle - 4, y2: middle + 4 }),
      svg("line", { x1: at(interval.high), x2: at(interval.high), y1: middle - 4, y2: middle + 4 }),
      svg("circle", { cx: at(interval.points), cy: middle, r: 3.5 }));
  }

  /**
   * The section, or nothing where no regime could be held against another.
   *
   * @param marked a regime's name with its mark, by slug and label
   */
  vitlora.differenceSection = (differences, marked) => {
    const { columns, rows } = differences.table;
    if (rows.length === 0) {
      return [];
    }
    const low = Math.min(0, ...differences.intervals.map((drawing) => drawing.low));
    const high = Math.max(0, ...differences.intervals.map((drawing) => drawing.high));
    const [points, interval, ...others] = columns.map((column) => column.heading);
    const table = element(
      "table",
      { class: "vl-table vl-differences" },
      element(
        "caption",
        {},
        "Accuracy of each regime less the reference's, in percentage points, on the same test" +
          " images. The drawings share one axis, whose line is no difference."),
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          element("th", { scope: "col" }, differences.table.heading),
          element("th", { scope: "col" }, points),
          element("th", { scope: "col" }, interval),
          element("td", { "aria-hidden": "true" }),
          ...others.map((heading) => element("th", { scope: "col" }, heading)))),
      element(
        "tbody",
        {},
        ...rows.map((row, i) => {
          const [difference, range, ...figures] = row.cells.map((cell) => cell.text);
          return element(
            "tr",
            { "data-regime": row.slug },
            element("th", { scope: "row" }, marked(row.slug, row.label)),
            element("td", { "data-column": "difference" }, difference),
            element("td", { "data-column": "interval" }, range),
            element("td", { "aria-hidden": "true" }, drawn(differences.intervals[i], low, high)),
            ...figures.map((figure) => element("td", {}, figure)));
        })));
    return [
      element(
        "section",
        { class: "vl-difference-section" },
        element("h2", {}, "Differences"),
        vitlora.scrolling("Table of differences", table),
        element(
          "ul",
          { class: "vl-conclusions" },
          ...differences.notes.map((note) => element("li", {}, note)))),
    ];
  };
})();
