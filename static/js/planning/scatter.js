// The scatter's points: one tab stop, arrow keys from point to point. They are links already.

import { rove } from "./roving.js";

/** Wire the points of the scatter that is on the page now. */
export function startScatter(page) {
  const points = [...page.querySelectorAll("[data-scatter] [data-select]")];
  const items = points.map((node) => {
    const box = node.getBBox();
    return { node, x: box.x + box.width / 2, y: box.y + box.height / 2 };
  });
  const isMarked = (node) => node.hasAttribute("aria-current");
  const first = points.find(isMarked) ?? points[0];
  for (const node of points) node.setAttribute("tabindex", node === first ? "0" : "-1");
  rove(items, {
    onFocus: () => {},
    onChoose: ({ node }) => node.dispatchEvent(new MouseEvent("click", { bubbles: true })),
  });
}
