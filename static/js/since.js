// Says what is new since the reader's last visit, on pages with data-since. Only this browser's own storage is used:
// nothing is sent, and no other page can read it. Pages that are opened again within half an hour are one visit.
const VISITS = "visits";
const AWAY = 30 * 60 * 1000; // milliseconds

for (const place of document.querySelectorAll("[data-since]")) {
  const before = note(place.dataset);
  if (before) tell(place, before);
  place.querySelector("[data-forget]").addEventListener("click", () => {
    forget();
    place.querySelector("[data-said]").textContent = "Your visits to this site’s pages are forgotten.";
    place.querySelectorAll("a, button").forEach((one) => one.remove());
  });
}

/** Notes what the page shows now. Returns what it showed at the last visit, if there was one. */
function note({ since, questions, answers }) {
  const visits = read();
  const known = visits[since];
  const now = { at: Date.now(), questions: Number(questions), answers: Number(answers) };
  const isNew = known && now.at - known.now.at > AWAY;
  const before = isNew ? known.now : known?.before;
  return write({ ...visits, [since]: { before, now } }) ? before : undefined;
}

function tell(place, before) {
  const day = new Date(before.at);
  const said = place.querySelector("[data-said]");
  const link = place.querySelector("a");
  const more = [
    counted(place.dataset.questions - before.questions, "question"),
    counted(place.dataset.answers - before.answers, "answer"),
  ].filter(Boolean);
  const visit = `your last visit on ${day.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" })}`;
  said.textContent = more.length ? `Since ${visit}: ${more.join(" and ")}.` : `Nothing new since ${visit}.`;
  link.hidden = !more.length;
  link.search += `&answered_after=${day.toLocaleDateString("en-CA")}`; // 2026-05-03
  place.hidden = false;
}

function counted(number, name) {
  return number > 0 && `${number.toLocaleString("en-GB")} more ${name}${number === 1 ? "" : "s"}`;
}

// A browser that stores nothing raises an error in these. Then the page says nothing.
function read() {
  try {
    return JSON.parse(localStorage.getItem(VISITS)) ?? {};
  } catch {
    return {};
  }
}

function write(visits) {
  try {
    localStorage.setItem(VISITS, JSON.stringify(visits));
    return true;
  } catch {
    return false;
  }
}

function forget() {
  try {
    localStorage.removeItem(VISITS);
  } catch {
    // there is nothing to forget
  }
}
