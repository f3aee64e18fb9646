/* The page "Compare" in Allure's navigation. */
(() => {
  "use strict";

  let close = () => {};
  class CompareLayout extends allure.components.AppLayout {
    getContentView() {
      return {
        className: "vl-compare",
        template: false,
        onAttach() {
          close = vitlora.openCompare(this.el);
        },
        onBeforeDestroy() {
          close();
        },
      };
    }
  }

  allure.api.addTab("compare", {
    title: "Compare",
    icon: "fa fa-balance-scale",
    route: "compare",
    onEnter: () => new CompareLayout(),
  });
})();
