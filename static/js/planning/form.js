// The question: from the form to an address, from a fetched page back to the form.

import { number } from "../lib/words.js";

const isUsual = (field) =>
  field.type === "range" && Number(field.value) === Number(field.dataset.default);

/** The address of the question. Fields that say what is usual are left out. */
export function readForm(form) {
  const query = new URLSearchParams();
  const weights = [...form.querySelectorAll("[data-default]")];
  const usual = weights.every(isUsual);
  for (const [name, value] of new FormData(form)) {
    const isWeight = weights.some((field) => field.name === name);
    if (value !== "" && !(isWeight && usual)) query.append(name, value);
  }
  // a period was chosen for the indicator it stood beside, not for the next one
  if (query.get("period_of") !== query.get("indicator_id")) query.delete("period");
  query.delete("period_of");
  if (query.get("level") === "district") query.delete("level");
  const text = query.toString();
  return form.action + (text ? `?${text}` : "");
}

/** Remember something that is chosen outside the form (district, sort, order). */
export function keep(form, name, value) {
  let field = form.querySelector(`[data-keep="${name}"]`);
  if (!field) {
    field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.dataset.keep = name;
    form.prepend(field);
  }
  field.value = value ?? "";
}

/** Say at once how much each weight counts. */
export function tellShares(form) {
  const fields = [...form.querySelectorAll("[data-default]")];
  const total = fields.reduce((sum, field) => sum + Number(field.value), 0);
  for (const field of fields) {
    const told = form.querySelector(`output[for="${field.id}"]`);
    const share = total > 0 ? Math.round((100 * Number(field.value)) / total) : 0;
    told.lastChild.textContent = `${number(share)}\u00a0%`;
  }
}

/** Put the form of a fetched page in the place of ours, after going back. */
export function syncForm(form, fresh) {
  const next = fresh.querySelector("[data-plan-form]");
  form.replaceChildren(...next.childNodes);
  form.querySelector("[data-no-script]").hidden = true;
}
