/*
 * What all charts share: a figure with a caption and its numbers as a table; what is under the
 * pointer, or chosen by the arrow keys, in words.
 */
(() => {
  "use strict";
  const element = vitlora.element;

  vitlora.percent = (share, decimals = 1) => `${(100 * share).toFixed(decimals)} %`;

  /** Percent without decimals that say nothing. */
  vitlora.percentTick = (share) => `${Number((100 * share).toFixed(1))} %`;

  const compact = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });
  vitlora.compact = (value) => compact.format(value);

  /** An axis in the page's colours. */
  vitlora.axis = (theme, title, more = {}) => ({
    title: { display: true, text: title, color: theme.muted },
    border: { color: theme.grid },
    ...more,
    grid: { color: theme.grid, ...more.grid },
    ticks: { color: theme.muted, ...more.ticks },
  });

  /**
   * A figure with an interactive chart.
   *
   * @param spec key, title and note of the figure; numbers(): its table; config(theme): type,
   *     scales and interaction; datasets(theme, shown): what is drawn, where each point has the
   *     slug of its regime; describe(slugs, x, theme): the words for points, as title, headings and
   *     rows
   */
  vitlora.Figure = class {
    constructor(spec, announce) {
      this.spec = spec;
      this.announce = announce;
      const id = "vl-" + spec.key;
      this.canvas = element(
        "canvas",
        {
          id,
          role: "img",
          tabindex: "0",
          "aria-label":
            `Chart: ${spec.title}. Arrow keys go through its points; its numbers are in the table` +
            " below.",
          keydown: (event) => this.key(event),
          blur: () => this.leave(),
        });
      this.hint = element("div", { class: "vl-hint", "aria-hidden": "true", hidden: "" });
      this.node = element(
        "figure",
        { class: "vl-figure" + (spec.class ? " " + spec.class : "") },
        element(
          "figcaption",
          {},
          element("h3", {}, spec.title),
          ...(spec.note ? [element("p", { class: "vl-note" }, spec.note)] : [])),
        element("div", { class: "vl-canvas" }, this.canvas, this.hint),
        element(
          "details",
          { class: "vl-numbers" },
          element("summary", {}, "Numbers of this chart"),
          vitlora.scrolling(`Numbers: ${spec.title}`, spec.numbers())));
    }

    draw(theme, shown) {
      this.destroy();
      this.theme = theme;
      const config = this.spec.config(theme);
      this.chart = new Chart(this.canvas, {
        type: config.type,
        data: { datasets: this.spec.datasets(theme, shown) },
        options: {
          animation: false,
          maintainAspectRatio: false,
          font: { family: getComputedStyle(this.node).fontFamily },
          interaction: config.interaction,
          scales: config.scales,
          plugins: {
            legend: { display: false },
            tooltip: { enabled: false, external: ({ tooltip }) => this.show(tooltip) },
          },
        },
      });
    }

    /** Draws only these regimes from now on. */
    select(shown) {
      this.chart.tooltip.setActiveElements([], { x: 0, y: 0 });
      this.chart.setActiveElements([]);
      this.chart.data.datasets = this.spec.datasets(this.theme, shown);
      this.chart.update();
      this.hint.hidden = true;
    }

    destroy() {
      this.chart?.destroy();
      this.chart = undefined;
    }

    /** Shows what the library's tooltip is about beside the point. */
    show(tooltip) {
      const words = tooltip.opacity === 0 ? undefined : this.words(tooltip.dataPoints);
      this.hint.hidden = !words;
      if (!words) {
        return;
      }
      const mark = (slug) => vitlora.mark(this.spec.look(slug));
      this.hint.replaceChildren(
        vitlora.plainTable(
          words.title,
          words.headings,
          words.rows.map(([slug, name, ...cells]) => [
            element("span", { class: "vl-name" }, mark(slug), name),
            ...cells,
          ])));
      const room = this.canvas.clientWidth - this.hint.offsetWidth;
      const right = tooltip.caretX + 14;
      const beside = right <= room ? right : tooltip.caretX - 14 - this.hint.offsetWidth;
      this.hint.style.left = `${Math.max(0, Math.min(beside, room))}px`;
      // In the half of the chart where the point is not.
      const lower = tooltip.caretY > this.canvas.clientHeight / 2;
      const bottom = this.canvas.clientHeight - this.hint.offsetHeight - 48;
      this.hint.style.top = `${lower ? 8 : Math.max(8, bottom)}px`;
    }

    words(points) {
      const slugs = [...new Set(points.map((point) => point.raw.slug))];
      return slugs.length === 0 ? undefined : this.spec.describe(slugs, points[0].raw.x);
    }

    key(event) {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (event.key === "Escape") {
        this.leave();
      } else if (step) {
        event.preventDefault();
        this.go(step);
      }
    }

    /** To the next place of the chart where points are. */
    go(step) {
      const places = new Map();
      this.chart.data.datasets.forEach((dataset, datasetIndex) =>
        dataset.data.forEach((point, index) => {
          if (point.y !== null) {
            const place = this.spec.place(point);
            places.set(place, [...(places.get(place) ?? []), { datasetIndex, index }]);
          }
        }));
      const keys = [...places.keys()];
      if (typeof keys[0] === "number") {
        keys.sort((a, b) => a - b);
      }
      if (keys.length === 0) {
        return;
      }
      const at = keys.indexOf(this.at);
      const start = step > 0 ? -1 : keys.length;
      this.at = keys[((at < 0 ? start : at) + step + keys.length) % keys.length];
      const active = places.get(this.at);
      const point = this.chart.getDatasetMeta(active[0].datasetIndex).data[active[0].index];
      this.chart.setActiveElements(active);
      this.chart.tooltip.setActiveElements(active, { x: point.x, y: point.y });
      this.chart.update();
      const words = this.words(this.chart.tooltip.dataPoints);
      const sentence = words.rows.map(([, name, ...cells]) =>
        `${name}: ` + cells.map((cell, i) => `${words.headings[i + 1]} ${cell}`).join(", "));
      this.announce(`${words.title}. ${sentence.join(". ")}`);
    }

    leave() {
      this.at = undefined;
      this.chart?.setActiveElements([]);
      this.chart?.tooltip.setActiveElements([], { x: 0, y: 0 });
      this.chart?.update();
      this.hint.hidden = true;
    }
  };
})();
