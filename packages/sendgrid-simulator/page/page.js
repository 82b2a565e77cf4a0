// Shows what the simulator holds. Asks its control plane once a second; keeps nothing between two answers but
// the chosen list and the rows already seen. Values of contacts only ever become text nodes.

const POLL_MS = 1_000;
const NEWEST = 25;
const KEY_WORDS = {
  GOOD: "Good: may do everything",
  MARKETING_ONLY: "Marketing rights only",
  WITHOUT_MARKETING: "Without marketing rights",
  REVOKED: "Revoked",
};

const numbers = new Intl.NumberFormat("en");
const times = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });
const byId = (id) => document.getElementById(id);
const shown = { contacts: null, jobs: null, calls: null };
let chosenList = null;
let chosenSubuser = null;
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
        ...["requested", "created", "updated", "deleted"].map((name) =>
          cell(numbers.format(job.results[`${name}_count`] ?? 0), "number"),
        ),
        cell(errorCount(job.results), "number"),
      ],
    })),
  );
}

/** Leads to the file that names the rows. */
function errorCount({ errored_count, errors_url }) {
  const text = numbers.format(errored_count ?? 0);
  return errors_url ? element("a", { href: errors_url }, text) : text;
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
        cell(keyName(call), "muted"),
        cell(numbers.format(call.durationMs), "number"),
      ],
    })),
  );
}

const keyName = ({ key, subuser }) =>
  [(key ?? "none").toLowerCase().replaceAll("_", " "), subuser].filter(Boolean).join(" · ");

function showFaults({ faults, faultPlan }) {
  const planned = faultPlan.plan && {
    name: `By plan, seed ${faultPlan.plan.seed}`,
    text: `${faultPlan.plan.endpoints.join(", ")}: about ${numbers.format(faultPlan.plan.share * 100)} % of calls, ${numbers.format(sum(faultPlan.strikes))} struck so far`,
  };
  const asked = faults.map(({ endpoint, skip, times, fault: { kind, ...beside } }) => ({
    name: kind === "status" ? `${kind} ${beside.status}` : kind,
    text: `${endpoint}: ${times === 1 ? "one call" : `${numbers.format(times)} calls`}${skip > 0 ? ` after ${numbers.format(skip)} good` : ""}`,
  }));
  const all = [...asked, ...(planned ? [planned] : [])];
  byId("faults-section").hidden = all.length === 0;
  byId("faults").replaceChildren(
    ...all.map(({ name, text }) => element("li", {}, element("span", {}, name), element("code", {}, text))),
  );
}

const sum = (counts) => Object.values(counts).reduce((total, count) => total + count, 0);

function showAccounts(subusers) {
  byId("account-label").hidden = subusers.length === 0;
  const names = ["", ...subusers];
  if ([...byId("account").options].map(({ value }) => value).join("\n") === names.join("\n")) return;
  byId("account").replaceChildren(
    ...names.map((value) => element("option", { value }, value === "" ? "Parent" : value)),
  );
  byId("account").value = chosenSubuser ?? "";
}

byId("account").addEventListener("change", ({ target }) => {
  chosenSubuser = target.value || null;
  Object.assign(shown, { contacts: null, jobs: null, calls: null });
  choose(null);
  void showKeys();
});

function showTotals(state) {
  const callCount = sum(Object.values(state.callCounts).map(sum));
  byId("contact-count").textContent = numbers.format(state.contactCount);
  byId("billable-count").textContent = numbers.format(state.billableCount);
  byId("pending-jobs").textContent = numbers.format(state.pendingJobCount);
  byId("call-count").textContent = numbers.format(callCount);
}

/** About the account that was chosen. */
async function read(path, query = {}) {
  const asked = new URLSearchParams({ ...query, ...(chosenSubuser && { subuser: chosenSubuser }) });
  const response = await fetch(`/_simulator/${path}?${asked}`);
  if (response.status === 404 && chosenSubuser) {
    chosenSubuser = null; // taken away meanwhile
    void showKeys();
  }
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return await response.json();
}

let latest = 0;
async function refresh() {
  const mine = ++latest; // a slow answer must not overwrite a newer one
  try {
    const query = { order: "newest", limit: String(NEWEST), ...(chosenList && { list: chosenList }) };
    const [state, contacts] = await Promise.all([read("state"), read("contacts", query)]);
    if (mine !== latest) return;
    if (state.subuser === null) showAccounts(state.subusers);
    showTotals(state);
    showLists(state);
    showContacts(contacts);
    showJobs(state.jobs);
    showCalls(state.calls);
    showFaults(state);
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
  const { keys } = await read("keys");
  byId("keys").replaceChildren(
    ...keys.map(({ kind, apiKey }) =>
      element("li", {}, element("span", {}, KEY_WORDS[kind] ?? kind), element("code", {}, apiKey)),
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
