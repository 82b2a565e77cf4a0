// Shows what the simulator holds. Asks its control plane once a second; keeps nothing between two answers but
// the chosen list and the rows already seen. Values of contacts only ever become text nodes.

const POLL_MS = 1_000;
const NEWEST = 25;
const KEY_WORDS = {
  GOOD: "Good: may do everything",
  WITHOUT_MARKETING: "Without marketing rights",
  REVOKED: "Revoked",
};

const numbers = new Intl.NumberFormat("en");
const times = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });
const byId = (id) => document.getElementById(id);
const shown = { contacts: null, jobs: null, calls: null };
let chosenList = null;

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

const cell = (content, className = "") => element("td", { className }, content);

/** Rows are built anew only when they differ; those not seen before light up. */
function fill(name, rows) {
  const key = JSON.stringify(rows.map((row) => row.key));
  byId(`no-${name}`).hidden = rows.length > 0;
  if (shown[name]?.key === key) return;
  const known = shown[name]?.ids;
  byId(name).replaceChildren(
    ...rows.map(({ id, cells }) =>
      element("tr", { className: known && !known.has(id) ? "new" : "" }, ...cells()),
    ),
  );
  shown[name] = { key, ids: new Set(rows.map((row) => row.id)) };
}

function status(text, kind) {
  return element("span", { className: `status ${kind}` }, text);
}

function callStatus(code) {
  if (code === 0) return status("broken", "bad");
  return status(String(code), code < 400 ? "good" : code === 429 ? "warn" : "bad");
}

function jobStatus(text) {
  return status(text, text === "completed" ? "good" : text === "pending" ? "warn" : "bad");
}

function showLists(state) {
  const choices = [{ id: null, name: "All contacts", contactCount: state.contactCount }, ...state.lists];
  if (!choices.some(({ id }) => id === chosenList)) choose(null);
  const existing = [...byId("lists").querySelectorAll("button")];
  if (existing.map(({ dataset }) => dataset.id).join() !== choices.map(({ id }) => id ?? "").join()) {
    byId("lists").replaceChildren(...choices.map(listButton));
  }
  for (const [index, button] of [...byId("lists").querySelectorAll("button")].entries()) {
    const { id, name, contactCount } = choices[index];
    button.firstChild.textContent = name;
    button.lastChild.textContent = numbers.format(contactCount);
    button.setAttribute("aria-pressed", String(id === chosenList));
    if (id === chosenList) byId("contacts-title").textContent = `Newest contacts: ${name}`;
  }
}

function listButton({ id }) {
  const button = element("button", { type: "button", onclick: () => choose(id) });
  button.dataset.id = id ?? "";
  button.append(element("span"), element("span", { className: "count" }));
  return element("li", {}, button);
}

function choose(list) {
  chosenList = list;
  shown.contacts = null;
  void refresh();
}

function showContacts({ contacts }) {
  fill(
    "contacts",
    contacts.map((contact) => ({
      id: contact.id,
      key: contact.id + contact.updated_at + JSON.stringify(contact.custom_fields),
      cells: () => [
        cell(contact.email),
        cell(element("bdi", {}, `${contact.first_name} ${contact.last_name}`.trim())),
        cell(element("bdi", {}, [contact.city, contact.country].filter(Boolean).join(", "))),
        cell(customFields(contact.custom_fields), "muted"),
        cell(times.format(new Date(contact.updated_at)), "muted"),
      ],
    })),
  );
}

const customFields = (fields) =>
  Object.entries(fields)
    .map(([name, value]) => `${name}: ${String(value).replace("T00:00:00Z", "")}`)
    .join(" · ");

function showJobs(jobs) {
  fill(
    "jobs",
    jobs.map((job) => ({
      id: job.id,
      key: JSON.stringify(job),
      cells: () => [
        cell(times.format(new Date(job.started_at)), "muted"),
        cell(job.job_type.replaceAll("_", " ")),
        cell(jobStatus(job.status)),
        ...["requested", "created", "updated", "deleted", "errored"].map((name) =>
          cell(numbers.format(job.results[`${name}_count`] ?? 0), "number"),
        ),
      ],
    })),
  );
}

function showCalls(calls) {
  fill(
    "calls",
    calls.map((call) => ({
      id: call.number,
      key: call.number,
      cells: () => [
        cell(times.format(new Date(call.at)), "muted"),
        cell(callStatus(call.status)),
        cell(element("code", {}, call.endpoint)),
        cell((call.key ?? "none").toLowerCase().replaceAll("_", " "), "muted"),
        cell(numbers.format(call.durationMs), "number"),
      ],
    })),
  );
}

function showTotals(state) {
  const callCount = Object.values(state.callCounts)
    .flatMap((byStatus) => Object.values(byStatus))
    .reduce((sum, count) => sum + count, 0);
  byId("contact-count").textContent = numbers.format(state.contactCount);
  byId("billable-count").textContent = numbers.format(state.billableCount);
  byId("pending-jobs").textContent = numbers.format(state.pendingJobCount);
  byId("call-count").textContent = numbers.format(callCount);
}

async function read(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return await response.json();
}

let latest = 0;
async function refresh() {
  const mine = ++latest; // a slow answer must not overwrite a newer one
  try {
    const query = new URLSearchParams({
      order: "newest",
      limit: String(NEWEST),
      ...(chosenList && { list: chosenList }),
    });
    const [state, contacts] = await Promise.all([
      read("/_simulator/state"),
      read(`/_simulator/contacts?${query}`),
    ]);
    if (mine !== latest) return;
    showTotals(state);
    showLists(state);
    showContacts(contacts);
    showJobs(state.jobs);
    showCalls(state.calls);
    setConnection("Live", false);
  } catch {
    if (mine === latest) setConnection("Not answering", true);
  }
}

function setConnection(text, isLost) {
  const connection = byId("connection");
  if (connection.textContent !== text) connection.textContent = text;
  connection.classList.toggle("lost", isLost);
}

async function showKeys() {
  const { keys } = await read("/_simulator/keys");
  byId("keys").replaceChildren(
    ...keys.map(({ kind, apiKey }) =>
      element("li", {}, element("span", {}, KEY_WORDS[kind]), element("code", {}, apiKey)),
    ),
  );
}

async function poll() {
  if (!document.hidden) await refresh();
  setTimeout(poll, POLL_MS);
}

// Tables scroll by keyboard in every browser, though they hold nothing else to stop at.
for (const scroller of document.querySelectorAll(".scroller")) scroller.tabIndex = 0;
void showKeys();
void poll();
