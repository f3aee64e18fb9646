/* The page "Compare" as a file of its own. */
(() => {
  "use strict";

  vitlora.openCompare(document.querySelector(".vl-compare"));
})();
