import { expect, test } from "vitest";
import { aRun } from "../../testing/a-run.ts";
import { mountWithServer } from "../../testing/mount-with-server.ts";
import RunTable from "./RunTable.vue";

test("a run that sent nobody anew says how many were unchanged, on a narrow screen too", async () => {
  const run = aRun({
    state: "SUCCEEDED",
    selectedCount: 1_000,
    processedCount: 1_000,
    unchangedCount: 1_000,
  });
  const { wrapper, get } = await mountWithServer(RunTable, { props: { runs: [run], caption: "Runs" } });
  const heads = wrapper.findAll("th").map((head) => head.text());
  const cells = wrapper.findAll("td").map((cell) => cell.text());
  expect(cells[heads.indexOf("Unchanged")]).toBe("1,000");
  expect(get("link", "Weekly newsletter").closest("td")?.textContent).toContain("1,000 unchanged");
});
