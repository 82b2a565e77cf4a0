import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const GUIDE = new URL("../../../../docs/guides/mistakes-we-do-not-make.md", import.meta.url);

type Row = { readonly cells: readonly string[]; readonly tests: readonly { file: string; title: string }[] };

/** The rows of every table but their headings. A test is a linked file and, after it, titles in typographic quotes. */
function rows(): readonly Row[] {
  const lines = readFileSync(GUIDE, "utf8").split("\n");
  const table = lines.filter((line) => line.startsWith("| ") && !line.startsWith("| The mistake"));
  return table.map((line) => ({ cells: line.split(" | "), tests: testsIn(line) }));
}

function testsIn(line: string) {
  return [...line.matchAll(/\]\((\S+\.test\.ts)\): ((?:“[^”]+”(?:, )?)+)/g)].flatMap(
    ([, file = "", titles = ""]) =>
      [...titles.matchAll(/“([^”]+)”/g)].map(([, title = ""]) => ({ file, title })),
  );
}

test("every test that the guide names exists, in the file it names", () => {
  const named = rows().flatMap(({ tests }) => tests);
  const missing = named.filter(
    ({ file, title }) => !readFileSync(new URL(file, GUIDE), "utf8").includes(`test("${title}"`),
  );
  expect(missing).toEqual([]);
  expect(named.length).toBeGreaterThan(30);
});

test("a mistake without a test is among those we say are not here yet", () => {
  const withoutTest = rows().filter(({ tests }) => tests.length === 0);
  expect(withoutTest.filter(({ cells }) => cells.length === 3)).toEqual([]);
  expect(rows().filter(({ cells, tests }) => cells.length === 2 && tests.length > 0)).toEqual([]);
});

test("every address that the guide refers to by name is given, and every one that is given is used", () => {
  const text = readFileSync(GUIDE, "utf8");
  const given = [...text.matchAll(/^\[([\w-]+)\]: https:\/\/\S+$/gm)].map(([, name]) => name);
  const used = new Set([...text.matchAll(/\]\[([\w-]+)\]/g)].map(([, name]) => name));
  expect(given.toSorted()).toEqual([...used].toSorted());
});
