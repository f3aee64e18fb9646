/* The data at a glance: instances and numbers of every class, and what the transform does. */
(() => {
  "use strict";
  const element = vitlora.element;
  const DATA = "data/data-panel.json";
  const PICTURES = "data/data-panel/";
  const SMALL = 64;

  const sum = (classes, split) => classes.reduce((total, one) => total + one[split], 0);

  /** The picture of a file, or a text where the report has none. */
  function picture(file, text) {
    const jpeg = window.reportData[PICTURES + file];
    return jpeg
      ? element("img", {
          src: `data:image/jpeg;base64,${jpeg}`,
          alt: text,
          title: text,
          load: ({ target }) =>
            target.classList.toggle("vl-pixels", target.naturalWidth < SMALL),
        })
      : element("span", { class: "vl-no-picture" }, text);
  }

  function classes(rows) {
    const line = (name, of, instances) => [
      name, String(of("train")), String(of("validation")), String(of("test")), instances];
    return vitlora.plainTable(
      "Images of every class, and the first training images of each.",
      ["Class", "Training", "Validation", "Test", "Instances"],
      [
        ...rows.map((row) =>
          line(
            row.name,
            (split) => row[split],
            element(
              "div",
              { class: "vl-instances" },
              ...row.instances.map((one) => picture(one.file, `${row.name}: ${one.image}`))))),
        line("All classes", (split) => sum(rows, split), ""),
      ]);
  }

  /** What the crop takes of the image, in percent of its width and height. */
  function frame(effect) {
    const shorter = Math.min(effect.width, effect.height);
    const [width, height] = [effect.width, effect.height].map(
      (side) => (100 * effect.crop) / Math.floor((effect.resize * side) / shorter));
    return element("span", {
      class: "vl-frame",
      "aria-hidden": "true",
      style:
        `left: ${(100 - width) / 2}%; top: ${(100 - height) / 2}%;` +
        ` width: ${width}%; height: ${height}%`,
    });
  }

  const effect = (of) => [
    element("h3", {}, "What the network sees"),
    element(
      "p",
      {},
      `Of every image the shorter side is scaled to ${of.resize} pixels, and the middle` +
        ` ${of.crop} × ${of.crop} are taken${of.channels === 1 ? ", in grey" : ""}.`),
    element(
      "div",
      { class: "vl-effect" },
      element(
        "figure",
        {},
        element("div", {}, picture("original.jpg", `Before: ${of.image}`), frame(of)),
        element("figcaption", {}, `Before: ${of.width} × ${of.height} pixels`)),
      element(
        "figure",
        {},
        element("div", {}, picture("crop.jpg", `After: ${of.image}`)),
        element("figcaption", {}, `After: ${of.crop} × ${of.crop} pixels`))),
  ];

  /** The image of the effect as the first epochs have it, where training changes images. */
  const augmented = (epochs) =>
    epochs > 0
      ? [
          element("h3", {}, "What training shows of it"),
          element(
            "p",
            {},
            "Training images are changed at random, validation and test images are not." +
              " The same image in the first epochs:"),
          element(
            "div",
            { class: "vl-effect vl-augmented" },
            ...Array.from({ length: epochs }, (_, i) =>
              element(
                "figure",
                {},
                element("div", {}, picture(`augmented-${i + 1}.jpg`, `In epoch ${i + 1}`)),
                element("figcaption", {}, `Epoch ${i + 1}`)))),
        ]
      : [];

  const duplicates = (groups) =>
    groups.length
      ? [
          element("h3", {}, "There more than once"),
          ...groups.map((group) =>
            element(
              "div",
              { class: "vl-effect vl-again" },
              ...group.map((one) =>
                element(
                  "figure",
                  {},
                  element("div", {}, picture(one.file, one.image)),
                  element("figcaption", {}, one.image))))),
        ]
      : [];

  /** What a look at every image found; of the tables the first counts what the panel counts. */
  const inspection = (tables) =>
    tables.slice(1).map((table) =>
      vitlora.scrolling(
        table.heading,
        vitlora.plainTable(
          table.heading,
          [table.heading, ...table.columns.map(({ heading }) => heading)],
          table.rows.map(({ label, cells }) => [label, ...cells.map(({ text }) => text)]))));

  /** The section, as a list of one; none where the report knows nothing of the data. */
  vitlora.dataSection = (tables) => {
    if (!window.reportData[DATA]) {
      return [];
    }
    const bytes = Uint8Array.from(atob(window.reportData[DATA]), (c) => c.charCodeAt(0));
    const panel = JSON.parse(new TextDecoder().decode(bytes));
    return [
      element(
        "section",
        { class: "vl-data" },
        element("h2", {}, "Data"),
        element(
          "p",
          { class: "vl-note" },
          `As trials of seed ${panel.seed} have it; those of other seeds have as many images.`),
        vitlora.scrolling("Images of every class", classes(panel.classes)),
        ...(panel.transform ? effect(panel.transform) : []),
        ...augmented(panel.augmented || 0),
        ...duplicates(panel.duplicates || []),
        ...(tables.length ? [element("h3", {}, "All images"), ...inspection(tables)] : [])),
    ];
  };
})();
