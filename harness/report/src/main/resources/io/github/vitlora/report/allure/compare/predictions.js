/* Classes and single test images: per-class accuracy, confusion, mistakes, disagreements. */
(() => {
  "use strict";
  const element = vitlora.element;
  const DATA = "data/predictions.json";
  const PICTURES = "data/predictions/";

  /** A matrix of more classes would not be read by anybody; its largest cells are listed. */
  const MOST_CLASSES = 30;
  const MOST_CONFUSIONS = 20;
  const SMALL = 64;

  function data() {
    const base64 = window.reportData[DATA];
    if (!base64) {
      return { classes: [], regimes: [], trials: [] };
    }
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  }

  const percent = (share) => vitlora.percent(share);

  /** The picture, or its name where the report has none. */
  function picture(shown) {
    const jpeg = window.reportData[`${PICTURES}${shown.picture}.jpg`];
    return jpeg
      ? element("img", {
          src: `data:image/jpeg;base64,${jpeg}`,
          alt: `${shown.trueClass}: ${shown.image}`,
          title: shown.image,
          // Grey digits and the like are small: enlarged as they are, not blurred.
          load: ({ target }) =>
            target.classList.toggle("vl-pixels", target.naturalWidth < SMALL),
        })
      : element("span", { class: "vl-no-picture" }, shown.image);
  }

  const card = (shown, ...lines) =>
    element(
      "li",
      {},
      picture(shown),
      element(
        "dl",
        {},
        ...[["Shows", shown.trueClass], ...lines].flatMap(([term, text]) => [
          element("dt", {}, term),
          element("dd", {}, text),
        ])));

  function mistakes(trial) {
    if (trial.mistakes.length === 0) {
      return [element("p", {}, "There is none: every test image is classified correctly.")];
    }
    return [
      element(
        "ul",
        { class: "vl-cards", "data-list": "mistakes" },
        ...trial.mistakes.map((shown) =>
          card(
            shown,
            ["Taken for", `${shown.predictedClass}, ${percent(shown.probability)}`],
            [`Given to ${shown.trueClass}`, percent(shown.trueClassProbability)]))),
    ];
  }

  const verdict = (shown) =>
    `${shown.predictedClass === shown.trueClass ? "✔" : "✘"} ${shown.predictedClass}, ` +
    percent(shown.probability);

  function disagreements(trial, reference) {
    const found = trial.disagreement;
    if (found === undefined) {
      return [];
    }
    const all = found.onlyHere + found.onlyReference + found.bothWrong;
    return [
      element("h3", {}, `Where ${trial.label} and ${reference} disagree`),
      element(
        "p",
        {},
        `Under seed ${trial.seed} they give ${all} of ${trial.images} test images different` +
          ` classes: on ${found.onlyHere} only ${trial.label} is right, on` +
          ` ${found.onlyReference} only ${reference}, on ${found.bothWrong} neither.` +
          (all > found.pairs.length
            ? ` Shown are the ${found.pairs.length} on whose class they are furthest apart.`
            : "")),
      element(
        "ul",
        { class: "vl-cards", "data-list": "disagreements" },
        ...found.pairs.map((pair) =>
          card(
            pair.here, [trial.label, verdict(pair.here)], [reference, verdict(pair.reference)]))),
    ];
  }

  function confusionTable(classes, trial) {
    const rows = classes.map(() => classes.map(() => 0));
    trial.confusion.forEach(([label, predicted, count]) => {
      rows[label][predicted] = count;
    });
    const cell = (count, label, predicted, sum) =>
      element(
        "td",
        {
          class: count === 0 ? "vl-none" : label === predicted ? "vl-right" : "vl-wrong",
          style: `--vl-share: ${sum ? count / sum : 0}`,
          title: `${classes[label]} taken for ${classes[predicted]}: ${count} of ${sum}`,
        },
        String(count));
    return element(
      "table",
      { class: "vl-table vl-confusion" },
      element(
        "caption",
        {},
        `${trial.label}, seed ${trial.seed}: rows are what the ${trial.images} test images show,` +
          " columns what they are taken for."),
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          element("td"),
          ...classes.map((name) =>
            element("th", { scope: "col" }, element("span", {}, name))))),
      element(
        "tbody",
        {},
        ...rows.map((row, label) => {
          const sum = row.reduce((a, b) => a + b, 0);
          return element(
            "tr",
            {},
            element("th", { scope: "row" }, classes[label]),
            ...row.map((count, predicted) => cell(count, label, predicted, sum)));
        })));
  }

  function confusions(classes, trial) {
    const largest = trial.confusion
      .filter(([label, predicted]) => label !== predicted)
      .sort((a, b) => b[2] - a[2] || a[0] - b[0] || a[1] - b[1])
      .slice(0, MOST_CONFUSIONS);
    return vitlora.plainTable(
      `${trial.label}, seed ${trial.seed}: the most frequent confusions.`,
      ["Shows", "Taken for", "Images"],
      largest.map(([label, predicted, count]) => [
        classes[label], classes[predicted], String(count)]));
  }

  /** One figure of every class and regime: "accuracies" or "precisions". */
  const byClass = (section, marked, figure, caption) =>
    element(
      "table",
      { class: "vl-table vl-by-class", "data-figure": figure },
      element("caption", {}, caption),
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          element("th", { scope: "col" }, "Class"),
          ...section.regimes.map((regime) =>
            element("th", { scope: "col" }, marked(regime.slug, regime.label))))),
      element(
        "tbody",
        {},
        ...section.classes.map((name, i) =>
          element(
            "tr",
            {},
            element("th", { scope: "row" }, name),
            ...section.regimes.map((regime) => {
              const share = regime[figure][i];
              return element(
                "td",
                { "data-regime": regime.slug },
                share === null ? "–" : percent(share));
            })))));

  /** Chooses a trial by its regime and its seed, and fills an element with what is told of it. */
  function chooser(section, labelOf, announce) {
    const regimes = [...new Map(section.trials.map((trial) => [trial.slug, trial.label]))];
    const first = section.trials.find((trial) => trial.disagreement) ?? section.trials[0];
    const content = element("div", { class: "vl-trial" });
    const option = (value, text, selected) =>
      element("option", { value, ...(selected ? { selected: "" } : {}) }, text);
    const regime = element(
      "select",
      { "data-choice": "regime", change: () => seeds() },
      ...regimes.map(([slug, label]) => option(slug, label, slug === first.slug)));
    const seed = element("select", { "data-choice": "seed", change: () => show(true) });

    function seeds() {
      const before = seed.value;
      const own = section.trials.filter((trial) => trial.slug === regime.value);
      seed.replaceChildren(
        ...own.map((trial) =>
          option(String(trial.seed), String(trial.seed), String(trial.seed) === before)));
      show(true);
    }

    function show(told) {
      const trial = section.trials.find(
        (one) => one.slug === regime.value && String(one.seed) === seed.value);
      const name = `${trial.label}, seed ${trial.seed}`;
      content.replaceChildren(
        element("h3", {}, `Confusion of ${name}`),
        ...(section.classes.length <= MOST_CLASSES
          ? [
              vitlora.scrolling(
                `Confusion matrix of ${name}`, confusionTable(section.classes, trial)),
            ]
          : [vitlora.scrolling(`Confusions of ${name}`, confusions(section.classes, trial))]),
        element("h3", {}, `Most confident mistakes of ${name}`),
        ...mistakes(trial),
        ...disagreements(trial, labelOf));
      if (told) {
        announce(`${name}: ${trial.correct} of ${trial.images} test images correct`);
      }
    }

    const own = section.trials.filter((trial) => trial.slug === first.slug);
    seed.append(
      ...own.map((trial, i) => option(String(trial.seed), String(trial.seed), i === 0)));
    show(false);
    return [
      element(
        "fieldset",
        { class: "vl-choice" },
        element("legend", {}, "Trial"),
        element("label", {}, element("span", {}, "Regime"), regime),
        element("label", {}, element("span", {}, "Seed"), seed)),
      content,
    ];
  }

  /**
   * The section on classes and images, or nothing where the trials left no predictions.
   *
   * @param marked a regime's name with its mark, by slug and label
   * @param reference label of the regime that others are held against
   * @param announce tells people who do not see it what happened
   */
  vitlora.predictionSection = (marked, reference, announce) => {
    const section = data();
    if (section.regimes.length === 0) {
      return [];
    }
    return [
      element(
        "section",
        { class: "vl-predictions" },
        element("h2", {}, "Class by class"),
        vitlora.scrolling(
          "Accuracy class by class",
          byClass(section, marked, "accuracies", "Accuracy class by class, mean over the seeds.")),
        // Results of earlier versions do not say how many images were classified as a class.
        ...(section.regimes.some((regime) => regime.precisions.some((share) => share !== null))
          ? [
              vitlora.scrolling(
                "Precision class by class",
                byClass(
                  section,
                  marked,
                  "precisions",
                  "Precision class by class: of the images classified as it, the share that show"
                    + " it, mean over the seeds.")),
            ]
          : []),
        ...(section.trials.length ? chooser(section, reference, announce) : [])),
    ];
  };
})();
