/*
 * Elements of the page. Texts go in as texts and never as markup, since descriptors are written by
 * anybody.
 */
window.vitlora = {};
(() => {
  "use strict";

  /** Gives an element attributes (a function listens to the event it is named after) and children. */
  function furnish(node, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) {
      if (typeof value === "function") {
        node.addEventListener(name, value);
      } else if (value !== undefined) {
        node.setAttribute(name, value);
      }
    }
    node.append(...children);
    return node;
  }

  vitlora.element = (tag, attributes = {}, ...children) =>
    furnish(document.createElement(tag), attributes, children);

  const svg = (tag, attributes, ...children) =>
    furnish(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

  const MARKS = {
    circle: "M6 2a4 4 0 1 0 .01 0z",
    rect: "M2.5 2.5h7v7h-7z",
    triangle: "M6 1.5l4.8 8.5H1.2z",
    rectRot: "M6 .8L11.2 6 6 11.2.8 6z",
  };

  const SHAPES = Object.keys(MARKS);
  const COLORS = 8;

  /**
   * Shape and colour of the regime at a place of the descriptor; colours are the style sheet's. Where
   * these begin again, shapes are one further, so that 32 regimes look different.
   */
  vitlora.look = (place) => ({
    shape: SHAPES[(place + Math.floor(place / COLORS)) % SHAPES.length],
    color: `--vl-regime-${place % COLORS}`,
  });

  /** The regime's mark, as the charts draw it. */
  vitlora.mark = (look) =>
    svg(
      "svg",
      { viewBox: "0 0 12 12", class: "vl-mark", "aria-hidden": "true" },
      svg("path", { d: MARKS[look.shape], style: `fill: var(${look.color})` }));

  /**
   * A plain table; the first cell of a row is its heading.
   *
   * @param headings texts
   * @param rows lists of texts, or of nodes
   */
  vitlora.plainTable = (caption, headings, rows) => {
    const element = vitlora.element;
    const row = (cells) =>
      element(
        "tr",
        {},
        ...cells.map((cell, i) => element(i ? "td" : "th", i ? {} : { scope: "row" }, cell)));
    return element(
      "table",
      { class: "vl-table" },
      element("caption", {}, caption),
      element(
        "thead",
        {},
        element("tr", {}, ...headings.map((h) => element("th", { scope: "col" }, h)))),
      element("tbody", {}, ...rows.map(row)));
  };

  /** A table, or something else that is wide, which scrolls where the window is narrow. */
  vitlora.scrolling = (label, child) =>
    vitlora.element(
      "div", { class: "vl-wide", tabindex: "0", role: "region", "aria-label": label }, child);
})();
