// On a phone the list comes first; a button slides the map in and back. The browser's back button
// closes the map, as people expect of something that covers the page.

import { say } from "../lib/words.js";

const MARK = "#karte";

export function mapSwitch(root) {
  const button = root.querySelector("[data-map-switch]");
  const pane = root.querySelector("[data-map-pane]");
  const list = root.querySelector(".finder__list");
  const narrow = window.matchMedia("(width < 900px)");
  const listeners = [];

  const isShown = () => !narrow.matches || root.classList.contains("is-map");

  function tell(listener) {
    if (isShown()) listener(() => narrow.matches);
  }

  function others() {
    return [list, ...document.querySelectorAll(".site-header, .example-banner, .site-footer")];
  }

  function draw() {
    const isMap = narrow.matches && window.location.hash === MARK;
    root.classList.toggle("is-map", isMap);
    document.documentElement.classList.toggle("has-map", isMap);
    for (const node of others()) node.inert = isMap;
    button.setAttribute("aria-expanded", String(isMap));
    button.querySelector("span").textContent = say(isMap ? "showList" : "showMap");
    const use = button.querySelector("use");
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, isMap ? "#list" : "#map"));
    pane.inert = narrow.matches && !isMap;
    for (const listener of listeners) tell(listener);
  }

  button.addEventListener("click", () => {
    if (window.location.hash === MARK) window.history.back();
    else {
      window.history.pushState(null, "", `${window.location.search || "/"}${MARK}`);
      draw();
    }
  });
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && root.classList.contains("is-map")) window.history.back();
  });
  window.addEventListener("popstate", draw);
  narrow.addEventListener("change", draw);
  draw();
  return {
    /** Be told whenever the map can be seen, also if it can be seen now; the listener gets a
     * function that says whether the map covers the page. */
    onShow(listener) {
      listeners.push(listener);
      tell(listener);
    },
  };
}
