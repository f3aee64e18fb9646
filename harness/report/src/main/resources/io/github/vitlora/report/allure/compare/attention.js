/* What the models look at: figures over the test images, and maps laid over photographs. */
(() => {
  "use strict";
  const element = vitlora.element;
  const DATA = "data/attention.json";
  const PICTURES = "data/attention/";
  const OPACITY = 60;

  const NAMES = { average: "Average of the heads", rollout: "Attention rollout" };
  const named = (view) => NAMES[view] ?? view.replace("head", "Head");

  /** A picture of the report's data as an address. */
  const picture = (file) => {
    const type = file.endsWith(".png") ? "image/png" : "image/jpeg";
    return `data:${type};base64,${window.reportData[PICTURES + file]}`;
  };

  const points = (value) => `${Number((100 * value).toPrecision(2))} points`;
  const share = (value) => `${Number((100 * value).toPrecision(2))} %`;

  /** A labelled list to choose from. */
  function choice(label, options, changed) {
    const select = element(
      "select",
      { change: () => changed() },
      ...options.map(([value, text]) => element("option", { value }, text)));
    return { select, node: element("label", {}, element("span", {}, label), select) };
  }

  class Gallery {
    /**
     * @param section the report's data
     * @param name of a model, with its mark
     */
    constructor(section, name, announce) {
      this.section = section;
      this.name = name;
      this.announce = announce;
      const changed = () => this.show(true);
      this.image = choice(
        "Image",
        section.images.map((image, i) => [
          String(i), image.className ? `${image.className}: ${image.name}` : image.name]),
        changed);
      this.view = choice(
        "Map", section.images[0].views.map((view) => [view.name, named(view.name)]), changed);
      this.kind = choice(
        "Show",
        [["amounts", "attention"], ["changes", "change against pretrained"]],
        changed);
      this.opacity = element("input", {
        type: "range",
        min: "0",
        max: "100",
        value: String(OPACITY),
        input: ({ target }) => this.node.style.setProperty("--vl-opacity", target.value / 100),
      });
      this.opacityLabel =
        element("label", {}, element("span", {}, "Opacity of the map"), this.opacity);
      this.key = element("div", { class: "vl-key" });
      this.maps = element("div", { class: "vl-maps" });
      this.node = element(
        "div",
        { class: "vl-attention" },
        element(
          "fieldset",
          { class: "vl-choices" },
          element("legend", { class: "vl-unseen" }, "What is shown"),
          this.image.node, this.view.node, this.kind.node, this.opacityLabel),
        this.key,
        this.maps);
      this.show(false);
    }

    show(aloud) {
      const image = this.section.images[Number(this.image.select.value)];
      const view = image.views.find((v) => v.name === this.view.select.value);
      const changes = this.kind.select.value === "changes";
      const shows = `${named(view.name)}, ${changes ? "change against pretrained" : "attention"}`;
      this.opacityLabel.hidden = changes;
      this.node.classList.toggle("vl-changes", changes);
      this.key.replaceChildren(...(changes ? this.changeKey(view) : this.amountKey(view)));
      this.maps.replaceChildren(
        this.figure(image, undefined, "photograph", `Photograph: ${image.name}`),
        ...image.maps
          .filter((map) => map.view === view.name && this.section.models[map.model])
          .map((map) => {
            const label = this.section.models[map.model].label;
            return changes && !map.changes
              ? this.figure(
                  image, undefined, this.caption(map.model, ", compared with"),
                  `${label}, which the others are compared with: no change`)
              : this.figure(
                  image,
                  changes ? map.changes : map.amounts,
                  this.caption(map.model, ""),
                  `${shows}: ${label} on ${image.name}`);
          }));
      if (aloud) {
        this.announce(`${shows}, on ${image.name}`);
      }
    }

    caption(model, addition) {
      const { slug, label } = this.section.models[model];
      return slug === undefined ? label + addition : this.name(slug, label);
    }

    figure(image, map, caption, description) {
      const photograph = element("img", {
        src: picture(image.photograph),
        alt: map ? "" : description,
        class: map ? "vl-under" : undefined,
      });
      return element(
        "figure",
        {},
        element(
          "div",
          { class: "vl-map" },
          photograph,
          ...(map
            ? [element("img", { src: picture(map), alt: description, class: "vl-over" })]
            : [])),
        element("figcaption", {}, caption));
    }

    amountKey(view) {
      return [
        element("span", {}, "0 %"),
        element("span", { class: "vl-amounts", "aria-hidden": "true" }),
        element("span", {}, `${share(view.most)} of the attention to the patches, at one of them`),
      ];
    }

    changeKey(view) {
      return [
        element("span", {}, `less: −${points(view.mostChange)}`),
        element("span", { class: "vl-change-key", "aria-hidden": "true" }),
        element("span", {}, `more: +${points(view.mostChange)} of the attention to the patches, at one of them`),
      ];
    }
  }

  const explanation = (section) =>
    `Means over ${section.testImages} test images, and over the seeds where there are several. The maps show how the last` +
    " block's class token, which the classification reads, spreads its attention over the image;" +
    " attention rollout follows it through all blocks (Abnar and Zuidema 2020).";

  /** The section, as a list of one; none where no attention was looked at. */
  vitlora.attentionSection = (name, announce) => {
    if (!window.reportData[DATA]) {
      return [];
    }
    const bytes = Uint8Array.from(atob(window.reportData[DATA]), (c) => c.charCodeAt(0));
    const section = JSON.parse(new TextDecoder().decode(bytes));
    const label = (row) => (row.slug === undefined ? row.label : name(row.slug, row.label));
    const blocks = section.rows[0].distances.map((_, i) => String(i + 1));
    return [
      element(
        "section",
        { id: "vl-attention" },
        element("h2", {}, "Attention"),
        element("p", { class: "vl-note" }, explanation(section)),
        vitlora.scrolling(
          "Attention in figures",
          vitlora.plainTable(
            "Attention in figures",
            ["Model", ...section.headings.map((heading) => heading.text)],
            section.rows.map((row) => [label(row), ...row.cells]))),
        element(
          "details",
          {},
          element("summary", {}, "Mean attention distance of every block (px)"),
          vitlora.scrolling(
            "Mean attention distance of every block",
            vitlora.plainTable(
              "Mean attention distance in pixels by block, over its heads",
              ["Model", ...blocks],
              section.rows.map((row) => [label(row), ...row.distances])))),
        element(
          "details",
          { class: "vl-legend" },
          element("summary", {}, "What the figures mean"),
          element(
            "dl",
            {},
            ...section.headings.flatMap((heading) => [
              element("dt", {}, heading.text),
              element("dd", {}, heading.explanation + "."),
            ]))),
        ...(section.images.length ? [new Gallery(section, name, announce).node] : [])),
    ];
  };
})();
