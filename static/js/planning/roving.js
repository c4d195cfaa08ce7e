// One tab stop for many things that lie on a plane; arrow keys go to the nearest in a direction.

const WAYS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/** The nearest item in a direction; things to the side count as farther away. */
function nearest(items, from, [dx, dy]) {
  let best = null;
  let least = Infinity;
  for (const item of items) {
    const [x, y] = [item.x - from.x, item.y - from.y];
    const ahead = x * dx + y * dy;
    const aside = Math.abs(x * dy) + Math.abs(y * dx);
    if (item === from || ahead <= 0) continue;
    const distance = ahead + 2 * aside;
    if (distance < least) {
      best = item;
      least = distance;
    }
  }
  return best;
}

/**
 * Let arrow keys walk between items `{ node, x, y }` (y downwards). `onFocus(item | null)` is told
 * where the focus is, `onChoose(item)` is called on Enter or space.
 */
export function rove(items, { onFocus, onChoose }) {
  const moveTo = (item) => {
    for (const other of items) other.node.setAttribute("tabindex", other === item ? "0" : "-1");
    item.node.focus();
  };
  for (const item of items) {
    item.node.addEventListener("focus", () => onFocus(item));
    item.node.addEventListener("blur", () => onFocus(null));
    item.node.addEventListener("keydown", (event) => {
      if (event.key in WAYS) {
        event.preventDefault();
        event.stopPropagation();
        const next = nearest(items, item, WAYS[event.key]);
        if (next) moveTo(next);
      } else if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        onChoose(item);
      }
    });
  }
}
