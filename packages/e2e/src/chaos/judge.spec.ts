import { expect, test } from "@playwright/test";
import { judgeList, judgeOutcomes, STRANGER } from "./judge.ts";
import { type Fate, fatesOf } from "./population.ts";
import { endMistakes, steppedBack } from "./watch-run.ts";

const PEOPLE = 90;
const FATES = fatesOf(PEOPLE, "north");

type Said = Map<string, { outcome: string }>;
type Held = Map<string, { first_name: string; last_name: string }>;

const nameOf = (key: string) => FATES.get(key) as Extract<Fate, { outcome: "DELIVERED" }>;

/** What a right run says, and leaves on the list; then what somebody makes of it. */
function afterwards(spoil: (said: Said, held: Held) => unknown = () => undefined): readonly string[] {
  const said: Said = new Map([...FATES].map(([key, { outcome }]) => [key, { outcome }]));
  const held: Held = new Map([[STRANGER, { first_name: "", last_name: "" }]]);
  for (const fate of FATES.values())
    if (fate.outcome === "DELIVERED") held.set(fate.email, { first_name: fate.name, last_name: "run 1" });
  spoil(said, held);
  return [...judgeOutcomes(FATES, said), ...judgeList(FATES, "run 1", held)];
}

test("a run that is right is found right, and whoever had not changed may be unchanged", () => {
  expect(afterwards()).toEqual([]);
  expect(afterwards((said) => said.set("p-0", { outcome: "UNCHANGED" }))).toEqual([]);
});

const DOCTORED: readonly [
  what: string,
  spoil: (said: Said, held: Held) => unknown,
  found: readonly string[],
][] = [
  [
    "somebody without an outcome",
    (said) => said.delete("p-0"),
    [
      "59 people are accounted for, and 60 were selected",
      "p-0 is said to be undefined, and should be DELIVERED",
    ],
  ],
  [
    "somebody who was not selected",
    (said) => said.set("p-1", { outcome: "DELIVERED" }),
    ["61 people are accounted for, and 60 were selected"],
  ],
  [
    "somebody delivered who has no address",
    (said) => said.set("p-57", { outcome: "DELIVERED" }),
    ["p-57 is said to be DELIVERED, and should be REJECTED"],
  ],
  [
    "somebody unchanged who was not delivered",
    (said) => said.set("p-57", { outcome: "UNCHANGED" }),
    ["p-57 is said to be UNCHANGED, and should be REJECTED"],
  ],
  [
    "somebody missing on the list",
    (_said, held) => held.delete(nameOf("p-0").email),
    ["p-0 is missing on the list", "57 people are on the list, and 58 should be"],
  ],
  [
    "somebody under another's name",
    (_said, held) => held.set(nameOf("p-0").email, { first_name: "Person 3", last_name: "run 1" }),
    ["p-0 is on the list as Person 3 run 1"],
  ],
  [
    "somebody as they were before",
    (_said, held) => held.set(nameOf("p-0").email, { first_name: nameOf("p-0").name, last_name: "run 0" }),
    ["p-0 is on the list as Person 0 run 0"],
  ],
  [
    "somebody who has left and is still there",
    (_said, held) => held.set("person1@example.com", { first_name: "Person 1", last_name: "run 0" }),
    ["59 people are on the list, and 58 should be"],
  ],
  [
    "a stranger gone",
    (_said, held) => held.delete(STRANGER),
    ["a stranger was removed from the list", "57 people are on the list, and 58 should be"],
  ],
];

for (const [what, spoil, found] of DOCTORED)
  test(`it is found out: ${what}`, () => {
    expect(afterwards(spoil)).toEqual(found);
  });

const ENDED = {
  ...{ state: "SUCCEEDED", selectedCount: 60, processedCount: 60, acceptedCount: 56, deliveredCount: 50 },
  ...{
    unchangedCount: 6,
    rejectedCount: 2,
    suppressedCount: 0,
    duplicateCount: 2,
    notSentCount: 0,
    removedCount: 9,
  },
};

test("a watcher who sees nothing wrong finds nothing", () => {
  const before = { ...ENDED, state: "SETTLING", deliveredCount: 0, removedCount: 0 };
  expect(steppedBack(before, ENDED)).toEqual([]);
  expect(endMistakes(ENDED)).toEqual([]);
});

for (const [count, value] of Object.entries(ENDED).filter(([name]) => name.endsWith("Count")))
  test(`a watcher finds out that ${count} went back`, () => {
    const after = { ...ENDED, [count]: Number(value) - 1 };
    expect(steppedBack(ENDED, after)).toEqual([`${count} went back from ${value} to ${Number(value) - 1}`]);
  });

test("a watcher finds out that the state went back", () => {
  expect(steppedBack({ ...ENDED, state: "SETTLING" }, { ...ENDED, state: "UPLOADING" })).toEqual([
    "from SETTLING it went to UPLOADING",
  ]);
});

const ENDS: readonly [changes: object, found: readonly string[]][] = [
  [{ state: "FAILED", failure: { code: "x" } }, ['it ended as FAILED: {"code":"x"}']],
  [{ deliveredCount: 51 }, ["the outcomes add up to 61, and 60 were selected"]],
  [{ deliveredCount: 49 }, ["the outcomes add up to 59, and 60 were selected"]],
  [{ processedCount: 59 }, ["59 of 60 processed"]],
  [{ notSentCount: 1 }, ["1 were not sent"]],
];
for (const [changes, found] of ENDS)
  test(`it is found out of a run that has ended: ${found}`, () => {
    expect(endMistakes({ ...ENDED, ...changes })).toEqual(found);
  });
