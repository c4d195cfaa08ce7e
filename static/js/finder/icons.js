// The icons of a list within the page: a drawing that refers to another file is made after the first
// frame, and each new list would be laid out twice.

import { pageData } from "../lib/dom.js";

const PREFIX = "icon-";

/**
 * Put the sprite into the page. Gives a function that lets the icons in a piece of HTML refer to it.
 * Rejects if the server does not give it.
 */
export async function bringSprite() {
  const { icons } = pageData();
  const answer = await fetch(icons);
  if (!answer.ok) throw new Error(`icons: ${answer.status}`);
  const file = new DOMParser().parseFromString(await answer.text(), "image/svg+xml");
  const sprite = document.importNode(file.documentElement, true);
  for (const symbol of sprite.children) symbol.id = PREFIX + symbol.id;
  sprite.setAttribute("hidden", "");
  document.body.append(sprite);
  return (html) => html.replaceAll(`href="${icons}#`, `href="#${PREFIX}`);
}
