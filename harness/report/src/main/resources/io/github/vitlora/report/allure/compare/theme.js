/* The page's colours as its style sheet has them, light or dark, for what is drawn on a canvas. */
(() => {
  "use strict";

  const dark = window.matchMedia("(prefers-color-scheme: dark)");

  /** Colours by their names, in the theme that is in force inside an element. */
  vitlora.theme = (root) => {
    const style = getComputedStyle(root);
    const color = (name) => style.getPropertyValue(name).trim();
    return {
      ink: color("--vl-ink"),
      muted: color("--vl-muted"),
      grid: color("--vl-grid"),
      color,
    };
  };

  /** Calls back whenever the theme changes; gives a function that ends it. */
  vitlora.onThemeChange = (callback) => {
    dark.addEventListener("change", callback);
    return () => dark.removeEventListener("change", callback);
  };
})();
