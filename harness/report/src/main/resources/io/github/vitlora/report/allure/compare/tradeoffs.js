/* Accuracy against rank, and against what it costs. */
(() => {
  "use strict";

  /** The interval as a bar with ends, where there is one. */
  const bar = (x, point, color) =>
    point.interval === undefined
      ? []
      : [{
          label: `${point.label}, 95 % interval`,
          data: [point.accuracy - point.interval, point.accuracy + point.interval].map((y) => ({
            x,
            y,
            slug: point.slug,
          })),
          borderColor: color,
          borderWidth: 1.5,
          pointStyle: "line",
          pointRadius: 5,
          pointHoverRadius: 5,
        }];

  /** A regime that is the same at every rank: a line, in the band of its interval. */
  const level = (left, right, point, color) => {
    const line = (y, more) => ({
      label: point.label,
      data: [left, right].map((x) => ({ x, y, slug: point.slug })),
      borderColor: color,
      pointRadius: 0,
      pointHoverRadius: 0,
      ...more,
    });
    const half = point.interval;
    const band =
      half === undefined
        ? []
        : [
            line(point.accuracy - half, { borderWidth: 0 }),
            line(point.accuracy + half, {
              borderWidth: 0,
              backgroundColor: `${color}22`,
              fill: "-1",
            }),
          ];
    return [...band, line(point.accuracy, { borderWidth: 2, borderDash: [7, 5] })];
  };

  const accuracyAxis = (theme) =>
    vitlora.axis(theme, "test accuracy", {
      grace: "12%",
      ticks: { callback: vitlora.percentTick, maxTicksLimit: 7 },
    });

  const someInterval = (points) => points.some((point) => point.interval !== undefined);

  const bars = (points) =>
    someInterval(points) ? "Bars are 95 % intervals over the seeds." : "Without intervals: one seed.";

  /** @param flat regimes without ranks, which are the same at every rank */
  function byRank(families, flat, look) {
    const points = Object.values(families).flat();
    const ranks = [...new Set(points.map((point) => point.rank))].sort((a, b) => a - b);
    const left = Math.log2(ranks[0]) - 0.35;
    const right = Math.log2(ranks.at(-1)) + 0.35;
    const all = [...points, ...flat];
    return {
      key: "rank",
      title: "Accuracy by rank",
      note:
        bars(all) +
        (flat.length
          ? ` Dashed${someInterval(flat) ? ", in the bands of their intervals" : ""}: ` +
            `${flat.map((point) => point.label).join(", ")}.`
          : ""),
      look,
      place: (point) => point.slug,
      numbers: () =>
        vitlora.plainTable(
          "Test accuracy by rank",
          ["Regime", "Rank", "Test accuracy"],
          all.map((point) => [
            point.label, point.rank === undefined ? "–" : String(point.rank), point.text])),
      config: (theme) => ({
        type: "line",
        interaction: { mode: "nearest", axis: "xy", intersect: false },
        scales: {
          x: vitlora.axis(theme, "rank", {
            type: "linear",
            min: left,
            max: right,
            grid: { display: false },
            afterBuildTicks: (axis) => {
              axis.ticks = ranks.map((rank) => ({ value: Math.log2(rank) }));
            },
            ticks: { callback: (value) => Math.round(2 ** value) },
          }),
          y: accuracyAxis(theme),
        },
      }),
      datasets: (theme, shown) => [
        ...Object.values(families).flatMap((family) => {
          const seen = family.filter((point) => shown(point.slug));
          const colors = seen.map((point) => theme.color(look(point.slug).color));
          return [
            {
              label: "by rank",
              data: seen.map((point) => ({
                x: Math.log2(point.rank), y: point.accuracy, slug: point.slug })),
              borderColor: theme.muted,
              borderWidth: 1.5,
              pointBackgroundColor: colors,
              pointBorderColor: colors,
              pointStyle: seen.map((point) => look(point.slug).shape),
              pointRadius: 5.5,
              pointHoverRadius: 7,
            },
            ...seen.flatMap((point, i) => bar(Math.log2(point.rank), point, colors[i])),
          ];
        }),
        ...flat
          .filter((point) => shown(point.slug))
          .flatMap((point) => level(left, right, point, theme.color(look(point.slug).color))),
      ],
      describe: (slugs) => ({
        title: "Test accuracy",
        headings: ["Regime", "accuracy"],
        rows: slugs.map((slug) => {
          const point = all.find((p) => p.slug === slug);
          return [slug, point.label, point.text];
        }),
      }),
    };
  }

  function againstCost(tradeOff, look) {
    const points = tradeOff.points;
    const front = points.filter((point) => point.onFront);
    const low = Math.min(...points.map((point) => point.cost));
    const high = Math.max(...points.map((point) => point.cost));
    const reach = tradeOff.logarithmic
      ? { type: "logarithmic", min: low / 2, max: high * 2 }
      : { type: "linear", grace: "10%" };
    return {
      key: tradeOff.key,
      title: tradeOff.title,
      note: `Ringed and joined: the Pareto front, than which nothing is both cheaper and more accurate. ${bars(points)}`,
      look,
      place: (point) => point.slug,
      numbers: () =>
        vitlora.plainTable(
          `${tradeOff.title}, the cheapest first`,
          ["Regime", tradeOff.axis.replace(/ \(.*/, ""), "Test accuracy", "Pareto front"],
          points.map((point) => [
            point.label, point.costText, point.text, point.onFront ? "yes" : "no"])),
      config: (theme) => ({
        type: "line",
        interaction: { mode: "nearest", axis: "xy", intersect: false },
        scales: {
          x: vitlora.axis(theme, tradeOff.axis, {
            ...reach,
            grid: { display: false },
            ticks: { callback: tick(reach), maxRotation: 0 },
          }),
          y: accuracyAxis(theme),
        },
      }),
      datasets: (theme, shown) => {
        const place = (point) => ({ x: point.cost, y: point.accuracy, slug: point.slug });
        return [
          ...points
            .filter((point) => shown(point.slug))
            .flatMap((point) => {
              const { color: name, shape } = look(point.slug);
              const color = theme.color(name);
              return [
                {
                  label: point.label,
                  data: [place(point)],
                  backgroundColor: color,
                  borderColor: color,
                  pointStyle: shape,
                  pointRadius: 5.5,
                  pointHoverRadius: 7,
                },
                ...bar(point.cost, point, color),
              ];
            }),
          {
            label: "Pareto front",
            data: front.filter((point) => shown(point.slug)).map(place),
            stepped: true,
            borderColor: theme.muted,
            borderWidth: 1.5,
            borderDash: [4, 4],
            pointStyle: "circle",
            pointRadius: 10,
            pointHoverRadius: 10,
            pointBackgroundColor: "transparent",
            pointHoverBackgroundColor: "transparent",
            pointBorderColor: theme.ink,
            pointBorderWidth: 1.5,
          },
        ];
      },
      describe: (slugs) => ({
        title: front.some((point) => slugs.includes(point.slug))
          ? "On the Pareto front"
          : "Behind the Pareto front",
        headings: ["Regime", tradeOff.axis.replace(/ \(.*/, ""), "accuracy"],
        rows: slugs.map((slug) => {
          const point = points.find((p) => p.slug === slug);
          return [slug, point.label, point.costText, point.text];
        }),
      }),
    };
  }

  /** On a logarithmic axis the powers of ten alone, where it has any. */
  const tick = ({ type, min, max }) => {
    const powers = type === "logarithmic" && 10 ** Math.ceil(Math.log10(min)) <= max;
    return (value) =>
      powers && Math.abs(Math.log10(value) % 1) > 1e-9 ? null : vitlora.compact(value);
  };

  /** The figures that the points allow. */
  vitlora.tradeOffs = (charts, look) => {
    // A logarithmic axis has no place for regimes that cost nothing; others show all.
    const [most = []] = charts.tradeOffs
      .map((tradeOff) => tradeOff.points)
      .sort((one, other) => other.length - one.length);
    const flat = most.filter(
      (point) => !Object.values(charts.byRank).flat().some((p) => p.slug === point.slug));
    return [
      ...(Object.keys(charts.byRank).length ? [byRank(charts.byRank, flat, look)] : []),
      ...charts.tradeOffs.map((tradeOff) => againstCost(tradeOff, look)),
    ];
  };
})();
