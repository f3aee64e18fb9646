/* Any metric against any other, as the reader chooses. */
(() => {
  "use strict";
  const element = vitlora.element;

  const scale = (metric) =>
    metric.logarithmic
      ? {
          type: "logarithmic",
          min: Math.min(...metric.points.map((point) => point.value)) / 2,
          max: Math.max(...metric.points.map((point) => point.value)) * 2,
        }
      : { type: "linear", grace: "12%" };

  /** Regimes that have both metrics, as the figure's specification. */
  function pair(across, up, look) {
    const points = across.points.flatMap((x) => {
      const y = up.points.find((point) => point.slug === x.slug);
      return y && !(across.logarithmic && x.value <= 0) && !(up.logarithmic && y.value <= 0)
        ? [{ slug: x.slug, label: x.label, x, y }]
        : [];
    });
    const axis = (theme, metric) =>
      vitlora.axis(theme, metric.axis, {
        ...scale(metric),
        ticks: { callback: (value) => vitlora.compact(value), maxTicksLimit: 7, maxRotation: 0 },
      });
    return {
      key: "pair",
      title: `${up.heading} against ${across.heading.toLowerCase()}`,
      look,
      place: (point) => point.slug,
      numbers: () =>
        vitlora.plainTable(
          `${up.heading} against ${across.heading.toLowerCase()}`,
          ["Regime", across.heading, up.heading],
          points.map((point) => [point.label, point.x.text, point.y.text])),
      config: (theme) => ({
        type: "line",
        interaction: { mode: "nearest", axis: "xy", intersect: false },
        scales: { x: axis(theme, across), y: axis(theme, up) },
      }),
      datasets: (theme, shown) =>
        points
          .filter((point) => shown(point.slug))
          .map((point) => {
            const { color: name, shape } = look(point.slug);
            const color = theme.color(name);
            return {
              label: point.label,
              data: [{ x: point.x.value, y: point.y.value, slug: point.slug }],
              backgroundColor: color,
              borderColor: color,
              pointStyle: shape,
              pointRadius: 5.5,
              pointHoverRadius: 7,
            };
          }),
      describe: (slugs) => ({
        title: "Both metrics",
        headings: ["Regime", across.heading, up.heading],
        rows: slugs.map((slug) => {
          const point = points.find((p) => p.slug === slug);
          return [slug, point.label, point.x.text, point.y.text];
        }),
      }),
    };
  }

  /** A figure whose metrics are chosen above it; it is drawn and hidden like any other. */
  vitlora.MetricPair = class {
    constructor(metrics, look, announce) {
      this.metrics = metrics;
      this.look = look;
      this.announce = announce;
      const choice = (label, key) => {
        const select = element(
          "select",
          { change: () => this.choose() },
          ...metrics.map((metric) =>
            element(
              "option",
              { value: metric.key, selected: metric.key === key ? "" : undefined },
              metric.heading)));
        this.chooser.append(element("label", {}, `${label} `, select), " ");
        return select;
      };
      this.chooser = element("p", { class: "vl-pair" });
      this.up = choice("Up:", "testLoss");
      this.across = choice("Across:", "trainableParameters");
      this.node = element("div", {}, this.chooser);
      this.build();
    }

    build() {
      const metric = (select) => this.metrics.find(({ key }) => key === select.value);
      this.figure?.destroy();
      this.figure?.node.remove();
      this.figure = new vitlora.Figure(
        pair(metric(this.across), metric(this.up), this.look), this.announce);
      this.node.append(this.figure.node);
    }

    choose() {
      this.build();
      this.figure.draw(this.theme, this.shown);
      this.announce(`Chart: ${this.figure.spec.title}`);
    }

    draw(theme, shown) {
      this.theme = theme;
      this.shown = shown;
      this.figure.draw(theme, shown);
    }

    select(shown) {
      this.shown = shown;
      this.figure.select(shown);
    }

    destroy() {
      this.figure.destroy();
    }
  };
})();
