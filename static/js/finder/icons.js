// The icons of a list within the page: a drawing that refers to another file is made after the first
// frame, and each new list would be laid out twice.

import { pageData } from "../lib/dom.js";
import { loadSprite } from "../lib/load.js";

const PREFIX = "icon-";

/**
 * Put the icons into the page. Gives a function that lets those in a piece of HTML refer to them.
 * Rejects if the server does not give them.
 */
export async function iconsWithin() {
  const sprite = document.importNode((await loadSprite()).documentElement, true);
  for (const symbol of sprite.children) symbol.id = PREFIX + symbol.id;
  sprite.setAttribute("hidden", "");
  document.body.append(sprite);
  const { icons } = pageData();
  return (html) => html.replaceAll(`href="${icons}#`, `href="#${PREFIX}`);
}
