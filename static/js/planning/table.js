// Sorting in place. The links do the same without scripts; the order stands in the address.

import { keep } from "./form.js";

const NONE = "";

function compare(a, b, sign) {
  if (a === NONE || b === NONE) return (a === NONE) - (b === NONE);
  const [x, y] = [Number(a), Number(b)];
  if (!Number.isNaN(x) && !Number.isNaN(y)) return sign * (x - y);
  return sign * a.localeCompare(b);
}

function sortRows(table, column, order) {
  const body = table.tBodies[0];
  const sign = order === "desc" ? -1 : 1;
  const rows = [...body.rows].map((row) => ({ row, value: row.cells[column].dataset.value ?? "" }));
  rows.sort((a, b) => compare(a.value, b.value, sign));
  body.append(...rows.map(({ row }) => row));
}

function nextOrder(head) {
  const now = head.getAttribute("aria-sort");
  if (!now) return head.dataset.first;
  return now === "ascending" ? "desc" : "asc";
}

/** Sort by the column of a heading's link. */
export function sortByLink(link, form) {
  const head = link.closest("th");
  const order = nextOrder(head);
  for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", order === "desc" ? "descending" : "ascending");
  sortRows(head.closest("table"), head.cellIndex, order);
  keep(form, "sort", head.dataset.key);
  keep(form, "order", order);
  const address = new URL(window.location.href);
  address.searchParams.set("sort", head.dataset.key);
  address.searchParams.set("order", order);
  window.history.replaceState(null, "", address);
}

/** Choose by clicking anywhere in a line. */
export function wireSort(page) {
  page.addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-row]");
    if (!row || event.target.closest("a, button, summary")) return;
    if (window.getSelection()?.toString()) return; // someone copies numbers
    row.querySelector("[data-select]")?.click();
  });
}
