// Which offers fit a reader's needs: pure arithmetic on what is known of every offer.

/** What each column of a row of `/angaben/passung.json` is. */
const [ID, WHEELCHAIR, LANGUAGES, WEEKDAYS, DAYTIMES] = [0, 1, 2, 3, 4];
const COLUMNS = { languages: LANGUAGES, weekdays: WEEKDAYS, daytimes: DAYTIMES };

function common(needs, row, name) {
  const has = row[COLUMNS[name]].split(" ");
  return needs[name].filter((value) => has.includes(value));
}

/** Days and times count as one need: an offer on the right day at the wrong time is no use. */
function timeFit(needs, row) {
  const asked = ["weekdays", "daytimes"].filter((name) => needs[name].length);
  const found = asked.map((name) => common(needs, row, name).map((value) => [name, value]));
  return { isAsked: asked.length > 0, isMet: found.every((some) => some.length > 0), met: found.flat() };
}

/**
 * How an offer fits: `met` of `asked` needs, and which values made it so (`[name, value]`). An offer
 * that a wheelchair cannot reach loses a point: it stands behind those of which nothing is known.
 */
export function fitOf(needs, row) {
  const fit = { asked: 0, met: 0, reasons: [] };
  const add = (isMet, reasons) => {
    fit.asked += 1;
    if (!isMet) return;
    fit.met += 1;
    fit.reasons.push(...reasons);
  };
  if (needs.wheelchair.length) {
    add(row[WHEELCHAIR] === "yes", [["wheelchair", "yes"]]);
    if (row[WHEELCHAIR] === "no") fit.met -= 1;
  }
  if (needs.languages.length) {
    const spoken = common(needs, row, "languages");
    add(spoken.length > 0, spoken.map((value) => ["languages", value]));
  }
  const time = timeFit(needs, row);
  if (time.isAsked) add(time.isMet, time.met);
  return fit;
}

/** These ids, what fits best first; what fits equally well keeps its order. */
export function ranked(ids, needs, rows) {
  const rowOf = new Map(rows.map((row) => [row[ID], row]));
  const fits = new Map();
  for (const id of ids) {
    const row = rowOf.get(id);
    fits.set(id, row ? fitOf(needs, row) : { asked: 1, met: 0, reasons: [] });
  }
  const order = [...ids].sort((a, b) => fits.get(b).met - fits.get(a).met);
  return { order, fits };
}
