/* Trends: accuracy, time and memory of the regimes, build by build. */
(() => {
  "use strict";
  const element = vitlora.element;
  const NONE = "–";

  /** Values in the unit that suits the largest of them. */
  const scaled = (units) => (largest) => {
    const [size, unit] = units.find(([least]) => largest >= least) ?? units.at(-1);
    return { size, unit, format: (v) => `${(v / size).toFixed(1)} ${unit}` };
  };
  const seconds = scaled([[60, "min"], [1, "s"]]);
  const bytes = scaled([[2 ** 30, "GiB"], [2 ** 20, "MiB"]]);
  const share = () => ({
    size: 1, format: (v) => vitlora.percent(v, 2), tick: vitlora.percentTick });

  const number = () => ({ size: 1, format: (v) => v.toPrecision(4) });
  /** By what a metric's figures are. */
  const SCALES = { SHARE: share, SECONDS: seconds, BYTES: bytes };

  function figure(metric, builds, regimes, look) {
    const value = (build, slug) =>
      build.regimes.find((regime) => regime.slug === slug)?.[metric.key];
    const values = builds.flatMap((build) =>
      build.regimes.map((regime) => regime[metric.key]).filter((v) => v !== undefined));
    const title = `${metric.heading} over builds`;
    const name = metric.heading.toLowerCase();
    const { size, unit, format, tick } = (SCALES[metric.format] ?? number)(Math.max(...values));
    const text = (v) => (v === undefined ? NONE : format(v));
    const scale = (v) => (v === undefined ? null : v / size);
    return {
      key: "trend-" + metric.key,
      title,
      look,
      place: (point) => point.x,
      numbers: () =>
        vitlora.plainTable(
          `${title}, the oldest first`,
          ["Build", ...regimes.map((regime) => regime.label)],
          builds.map((build) => [
            build.name, ...regimes.map((regime) => text(value(build, regime.slug)))])),
      config: (theme) => ({
        type: "line",
        interaction: { mode: "nearest", axis: "x", intersect: false },
        scales: {
          x: vitlora.axis(theme, "build", {
            type: "linear",
            min: 0,
            max: builds.length - 1,
            grid: { display: false },
            ticks: {
              precision: 0,
              callback: (i) => (builds[i] ? `#${builds[i].order}` : ""),
            },
          }),
          y: vitlora.axis(theme, unit ? `${name} (${unit})` : name, {
            beginAtZero: metric.format !== "SHARE",
            grace: "8%",
            ticks: { ...(tick && { callback: tick }), maxTicksLimit: 7 },
          }),
        },
      }),
      datasets: (theme, shown) =>
        regimes
          .filter((regime) => shown(regime.slug))
          .map((regime) => {
            const { color: name, shape } = look(regime.slug);
            const color = theme.color(name);
            return {
              label: regime.label,
              data: builds.map((build, x) => ({
                x, y: scale(value(build, regime.slug)), slug: regime.slug })),
              borderColor: color,
              backgroundColor: color,
              pointStyle: shape,
              borderWidth: 2,
              pointRadius: 3.5,
              pointHoverRadius: 5,
              spanGaps: true,
              clip: 8,
            };
          }),
      describe: (slugs, x) => ({
        title: builds[x].name,
        headings: ["Regime", name],
        rows: slugs.map((slug) => [
          slug,
          regimes.find((regime) => regime.slug === slug).label,
          text(value(builds[x], slug)),
        ]),
      }),
    };
  }

  /** The figures over builds; none where this build is the first. */
  vitlora.trends = (trend, metrics, regimes, look) => {
    const builds = [...trend.builds].reverse();
    return builds.length < 2
      ? []
      : metrics
          .filter((metric) =>
            builds.some((build) => build.regimes.some((r) => r[metric.key] !== undefined)))
          .map((metric) => figure(metric, builds, regimes, look));
  };

  /** A link that opens elsewhere; addresses of other kinds stay texts. */
  const link = (text, url) =>
    /^https?:/.test(url ?? "")
      ? element("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text)
      : text;

  /** The builds with their commits, the newest first. */
  vitlora.builds = (trend) =>
    element(
      "details",
      { class: "vl-numbers vl-builds" },
      element("summary", {}, "Builds and commits"),
      vitlora.scrolling(
        "Builds and commits",
        vitlora.plainTable(
          "The newest first",
          ["Build", "Commit"],
          trend.builds.map((build) => [
            link(build.name, build.url),
            build.commit ? link(build.commit.slice(0, 12), build.commitUrl) : NONE,
          ]))));
})();
