import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { CRASHABLE } from "./platform/crash-points/crash-points.ts";

const FEATURES = ["alerts", "deliveries", "drift", "erasure", "export-runs", "refresh"];

/** People and clocks ask again for what did not come about. */
const ASKED_FOR_AGAIN = [
  ...["start-due-exports.ts", "start-due-refresh.ts", "cancel-refresh.ts", "update-schedule.ts"],
  ...["save-alert-channel.ts", "remove-alert-channel.ts", "test-alert-channel.ts"],
  ...["start-drift-check.ts", "erase-person.ts", "retry-erasure.ts", "readmit-person.ts"],
];
/** What they say is as true before as after. */
const NO_NEWS = ["unmarkHandingOver", "forgetOld"];

const READS = [
  ...[
    "list",
    "fieldDefinitions",
    "suppressions",
    "job",
    "export",
    "downloadExport",
    "refusedContacts",
    "findContact",
  ],
];

const sourcesIn = (folder: string) =>
  readdirSync(path.join(import.meta.dirname, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => ({
      name: path.basename(name),
      text: readFileSync(path.join(import.meta.dirname, folder, name), "utf8"),
    }));

const OURS = FEATURES.flatMap((feature) => sourcesIn(`features/${feature}`));
const CORES = ["upload", "import", "mirror"].flatMap((folder) =>
  sourcesIn(`../../../packages/core/src/${folder}`),
);

test("every transaction of a run, a refresh, an alert, a check and an erasure is one that a process can be made to die beside", () => {
  const plain = OURS.filter(({ text }) => text.includes(".transaction(")).map(({ name }) => name);
  expect(plain.toSorted()).toEqual(ASKED_FOR_AGAIN.toSorted());
});

test("so is every statement that writes and commits by itself", () => {
  const statement = /dataSource\.query(?:<[^(]*>)?\(\s*[`"](?:insert|update|delete|with)/g;
  const plain = OURS.flatMap(({ name, text }) =>
    [...text.matchAll(statement)].flatMap(({ index }) => {
      const [before, after] = [text.slice(0, index), text.slice(index, index + 600)];
      const isWrite = /insert into|update |delete from/.test(after);
      const isCrashable = /crashable\("[a-z-]+", \(\) =>\s*(?:this\.)?$/.test(before);
      const isNoNews = NO_NEWS.some((told) => before.slice(-400).includes(told));
      return isWrite && !isCrashable && !isNoNews ? [`${name}: ${after.slice(0, 80)}`] : [];
    }),
  );
  expect(plain).toEqual([]);
});

test("so is every call to SendGrid that changes something there", () => {
  const calls = [...OURS, ...CORES].flatMap(({ text }) =>
    [...text.matchAll(/\bclient\.(\w+)\(/g)].map(([, name]) => name!),
  );
  const { text } = OURS.find(({ name }) => name === "with-crash-points.ts")!;
  const changes = [...new Set(calls)].filter((name) => !READS.includes(name));
  expect(changes.filter((name) => !text.includes(`  ${name}: (...given) => crashable(`))).toEqual([]);
  expect(changes.length).toBeGreaterThan(3);
});

test("every name is used, and once", () => {
  const all = [...OURS, ...sourcesIn("features/segments")].map(({ text }) => text).join("\n");
  const uses = CRASHABLE.map((name) => [name, all.split(`"${name}",`).length - 1]);
  expect(uses).toEqual(CRASHABLE.map((name) => [name, 1]));
});
