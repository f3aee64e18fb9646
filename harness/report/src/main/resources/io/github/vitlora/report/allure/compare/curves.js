/* Learning curves: loss, accuracy and learning rate, epoch by epoch. */
(() => {
  "use strict";

  const NONE = "–";
  const text = (value, format) => (value === undefined || value === null ? NONE : format(value));
  const loss = (value) => (value < 1e4 ? value.toFixed(4) : value.toExponential(2));
  const rate = (value) => String(Number(value.toPrecision(6))).replace("e-0", "e-");
  const accuracy = (value) => vitlora.percent(value, 2);

  /** The kinds of chart: each has one or two figures of an epoch. */
  const KINDS = [
    {
      key: "loss",
      title: "Loss",
      axis: "mean cross-entropy (nats)",
      note: "Solid: validation images. Dashed: training images, as they were trained on.",
      figures: [["validation", "validationLoss"], ["training", "trainLoss"]],
      format: loss,
    },
    {
      key: "accuracy",
      title: "Accuracy",
      axis: "classified correctly",
      note: "Solid: validation images. Dashed: training images, just before their step.",
      figures: [["validation", "validationAccuracy"], ["training", "trainAccuracy"]],
      format: accuracy,
      tick: vitlora.percentTick,
    },
    {
      key: "learning-rate",
      title: "Learning rate",
      axis: "learning rate",
      figures: [["learning rate", "learningRate"]],
      format: rate,
      tick: rate,
      class: "vl-low",
    },
  ];

  function figure(kind, curves, look) {
    const epochs = Math.max(...curves.map((curve) => curve.points.at(-1).epoch));
    const at = (slug, epoch) =>
      curves.find((curve) => curve.slug === slug).points.find((point) => point.epoch === epoch);
    return {
      key: kind.key,
      title: kind.title,
      note: kind.note,
      class: kind.class,
      look,
      place: (point) => point.x,
      numbers: () =>
        vitlora.plainTable(
          `${kind.title} by epoch, mean over the seeds that finished it`,
          ["Regime", "Epoch", ...kind.figures.map(([name]) => name)],
          curves.flatMap((curve) =>
            curve.points.map((point) => [
              curve.label,
              String(point.epoch),
              ...kind.figures.map(([, field]) => text(point[field], kind.format)),
            ]))),
      config: (theme) => ({
        type: "line",
        interaction: { mode: "nearest", axis: "x", intersect: false },
        scales: {
          x: vitlora.axis(theme, "epoch", {
            type: "linear",
            min: epochs === 1 ? 0 : 1,
            max: epochs === 1 ? 2 : epochs,
            ticks: { precision: 0, callback: (e) => (e < 1 || e > epochs ? "" : e) },
            grid: { display: false },
          }),
          y: vitlora.axis(theme, kind.axis, {
            beginAtZero: kind.key !== "accuracy",
            grace: kind.key === "learning-rate" ? "10%" : 0,
            ticks: kind.tick ? { callback: kind.tick } : {},
          }),
        },
      }),
      datasets: (theme, shown) =>
        curves
          .filter((curve) => shown(curve.slug))
          .flatMap((curve) =>
            kind.figures.map(([name, field]) => ({
              label: `${curve.label}, ${name}`,
              data: curve.points.map((point) => ({
                x: point.epoch,
                y: point[field] ?? null,
                slug: curve.slug,
              })),
              borderColor: theme.color(look(curve.slug).color),
              backgroundColor: theme.color(look(curve.slug).color),
              pointStyle: look(curve.slug).shape,
              borderWidth: name === "training" ? 1.5 : 2,
              borderDash: name === "training" ? [5, 4] : [],
              pointRadius: name === "training" ? 0 : epochs > 40 ? 0 : 3.5,
              pointHoverRadius: 5,
              // Points of the first and last epoch lie on the edge of the plot.
              clip: 8,
            }))),
      describe: (slugs, epoch) => ({
        title: `Epoch ${epoch}`,
        headings: ["Regime", ...kind.figures.map(([name]) => name)],
        rows: slugs.map((slug) => [
          slug,
          curves.find((curve) => curve.slug === slug).label,
          ...kind.figures.map(([, field]) => text(at(slug, epoch)?.[field], kind.format)),
        ]),
      }),
    };
  }

  /** The figures of the learning curves; none where no epoch finished. */
  vitlora.learningCurves = (curves, look) =>
    curves.length === 0 ? [] : KINDS.map((kind) => figure(kind, curves, look));
})();
