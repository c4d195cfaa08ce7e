// Passing an address on: the sheet of the device, else the clipboard, else a field to copy it from.

import { el } from "./dom.js";

/** Without https there is no clipboard: then the address stands there, selected. */
function offerField(button, url) {
  const there = button.parentNode.querySelector("[data-address]");
  const name = { "data-address": "", class: "input", dir: "ltr", "aria-label": button.dataset.field };
  const field = there ?? el("input", { ...name, readonly: "" });
  field.value = url;
  button.after(field);
  field.focus();
  field.select();
}

/** Whether the sheet did it, or somebody closed it, which is no error. */
async function isShared(url) {
  if (!navigator.share) return false;
  try {
    await navigator.share({ title: document.title, url });
    return true;
  } catch ({ name }) {
    return name === "AbortError";
  }
}

/** Pass `url` on from this button (`data-copied`, `data-field`); `live` says that it was copied. */
export async function passOn(button, url, live) {
  if (await isShared(url)) return;
  try {
    await navigator.clipboard.writeText(url);
  } catch {
    offerField(button, url);
    return;
  }
  button.querySelector("span").textContent = button.dataset.copied;
  live.textContent = button.dataset.copied;
}
