// Small helpers around the DOM. Text from data only ever becomes a text node.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") {
      for (const [type, handler] of Object.entries(value)) node.addEventListener(type, handler);
    } else {
      node.setAttribute(name, value === true ? "" : String(value));
    }
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** An HTML element: `el("a", { href: "/" }, "Finden")`. */
export function el(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** An SVG element. */
export function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

/** An icon of the sprite; it says nothing to a screen reader. */
export function icon(name, attributes = {}) {
  const href = `${pageData().icons}#${name}`;
  return svg(
    "svg",
    { class: "icon", "aria-hidden": "true", focusable: "false", ...attributes },
    svg("use", { href }),
  );
}

/** An address of ours in the language of the page. */
export function inLanguage(address) {
  const url = new URL(address, window.location.href);
  for (const [name, value] of new URLSearchParams(pageData().query)) url.searchParams.set(name, value);
  return `${url.pathname}${url.search}${url.hash}`;
}

/** A web address is only followed when it is one; anything else from data is dropped. */
export function safeHref(address) {
  if (!address) return null;
  try {
    const url = new URL(address, window.location.href);
    return ["http:", "https:", "mailto:", "tel:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

let cached = null;

/** What the server tells the scripts: words, addresses, bounds (a JSON block, never code). */
export function pageData() {
  cached ??= JSON.parse(document.getElementById("page-data")?.textContent || "{}");
  return cached;
}

/** Wait until nothing has happened for `ms`; `cancel()` forgets what is waiting. */
export function debounce(handler, ms) {
  let timer = 0;
  const cancel = () => window.clearTimeout(timer);
  const later = (...values) => {
    cancel();
    timer = window.setTimeout(() => handler(...values), ms);
  };
  return Object.assign(later, { cancel });
}

/** True where movement is unwelcome. */
export function isStill() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
