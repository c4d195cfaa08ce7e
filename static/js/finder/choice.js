// The options of a select say in brackets how many offers they lead to.

import { number } from "../lib/words.js";

const COUNTED = /\s\(\p{Nd}[\p{Nd}.,٬\s]*\)$/u;

const plain = (option) => option.textContent.replace(COUNTED, "");

/** What an option is called where there is little room, and without its count. */
export const nameOf = (option) => option.dataset.name ?? plain(option);

/** Which count belongs to an option: parameter and value. */
export function facetOf(option) {
  const { value } = option;
  return value.includes(":") ? value.split(":") : [option.closest("select").name, value];
}

/** Say how many; undefined where nobody counts them. */
export function sayCount(option, n) {
  const text = n === undefined ? plain(option) : `${plain(option)} (${number(n)})`;
  if (option.textContent !== text) option.textContent = text;
}
