/* The page "Compare". */
(() => {
  "use strict";
  const element = vitlora.element;

  function data() {
    const bytes = Uint8Array.from(atob(window.reportData["data/compare.json"]), (c) =>
      c.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  }

  const expectation = (outcome) =>
    element(
      "li",
      { class: outcome.passed ? "vl-met" : outcome.warns ? "vl-open" : "vl-unmet" },
      element(
        "span",
        { class: "vl-verdict" },
        outcome.passed ? "✔ Met: " : outcome.warns ? "? Undecided: " : "✘ Not met: "),
      outcome.message);

  const answer = ({ mark, sentence, asked, looks }) =>
    element(
      "section",
      { class: "vl-answer" },
      element("p", { class: "vl-sentence" }, `${mark} ${sentence}`),
      element("p", { class: "vl-note" }, asked),
      element(
        "details",
        {},
        element("summary", {}, looks.length === 1 ? "One look" : `${looks.length} looks`),
        element("ul", {}, ...looks.map((look) => element("li", {}, look)))));

  const unjudged = (waiting) =>
    element(
      "li",
      {},
      element("span", { class: "vl-verdict" }, "– Not judged: "),
      waiting.message);

  /** Fills an element of the page; gives a function that undoes what has to be. */
  function open(root) {
    const page = data();
    const status = element("div", { class: "vl-unseen", role: "status" });
    const announce = (text) => {
      status.textContent = text;
    };
    const look = (slug) =>
      vitlora.look(page.regimes.findIndex((regime) => regime.slug === slug));
    const hidden = new Set();
    const shown = (slug) => !hidden.has(slug);

    const figures = (specs) => specs.map((spec) => new vitlora.Figure(spec, announce));
    const curves = figures(vitlora.learningCurves(page.charts.curves, look));
    const tradeOffs = figures(vitlora.tradeOffs(page.charts, look));
    const pairs =
      page.charts.metrics.length > 1
        ? [new vitlora.MetricPair(page.charts.metrics, look, announce)]
        : [];
    const trends = figures(vitlora.trends(page.trend, page.trended, page.regimes, look));
    const all = [...curves, ...tradeOffs, ...pairs, ...trends];

    const marked = (slug, label) =>
      element("span", { class: "vl-name" }, vitlora.mark(look(slug)), label);
    const switchFor = (regime) =>
      element(
        "label",
        {},
        element("input", {
          type: "checkbox",
          checked: "",
          value: regime.slug,
          change: ({ target }) => {
            target.checked ? hidden.delete(regime.slug) : hidden.add(regime.slug);
            all.forEach((figure) => figure.select(shown));
          },
        }),
        marked(regime.slug, regime.label));

    const group = (title, members) =>
      members.length === 0
        ? []
        : [
            element(
              "section",
              {},
              element("h2", {}, title),
              element("div", { class: "vl-figures" }, ...members.map((figure) => figure.node))),
          ];

    root.append(
      element(
        "header",
        {},
        element("h1", {}, page.experiment),
        ...page.answers.map(answer),
        ...(page.description ? [element("p", {}, page.description)] : []),
        element("p", { class: "vl-note" }, page.setting),
        ...page.notes.map((note) => element("p", { class: "vl-caution" }, note))),
      ...(page.expectations.length + page.unjudged.length
        ? [
            element(
              "section",
              {},
              element("h2", {}, "Expectations"),
              element(
                "ul",
                { class: "vl-expectations" },
                ...page.expectations.map(expectation),
                ...page.unjudged.map(unjudged))),
          ]
        : []),
      ...(page.baseline
        ? [
            element(
              "section",
              {},
              element("h2", {}, `Since the baseline ${page.baseline.name}`),
              element(
                "ul",
                { class: "vl-expectations" },
                ...page.baseline.regimes.map(({ message }) => element("li", {}, message)))),
          ]
        : []),
      element(
        "section",
        {},
        element("h2", {}, "Regimes"),
        vitlora.scrolling(
          "Table of regimes",
          vitlora.regimeTable(page.table, (row) => marked(row.slug, row.label), announce)),
        vitlora.columnLegend(page.table.columns)),
      ...vitlora.differenceSection(page.differences, marked),
      ...(page.costs.rows.length
        ? [
            element(
              "section",
              {},
              element("h2", {}, "Predicted and actual"),
              vitlora.scrolling(
                "Predicted and actual costs",
                vitlora.plainTable(
                  "A trial's cost, predicted by vitlora:plan, and as it was",
                  [page.costs.heading, ...page.costs.columns.map(({ heading }) => heading)],
                  page.costs.rows.map(({ label, cells }) => [
                    label, ...cells.map(({ text }) => text)])))),
          ]
        : []),
      ...(all.length
        ? [
            element(
              "fieldset",
              { class: "vl-switches" },
              element("legend", {}, "Regimes in the charts"),
              ...page.regimes.map(switchFor)),
          ]
        : []),
      ...group("Learning curves", curves),
      ...group("Accuracy, and what it costs", tradeOffs),
      ...group("Any metric against any other", pairs),
      ...vitlora.dataSection(page.inspection),
      ...vitlora.predictionSection(marked, page.differences.reference, announce),
      ...group("Trends", trends),
      ...(trends.length ? [vitlora.builds(page.trend)] : []),
      ...vitlora.attentionSection(marked, announce),
      status);

    const draw = () => {
      const theme = vitlora.theme(root);
      all.forEach((figure) => figure.draw(theme, shown));
    };
    draw();
    const end = vitlora.onThemeChange(draw);
    return () => {
      end();
      all.forEach((figure) => figure.destroy());
    };
  }

  vitlora.openCompare = open;
})();
