import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { at } from "./product/start-server.ts";

/** Every file that is loaded with the modules, as Node is told to load it. */
async function loadedWith(modules: readonly string[]): Promise<readonly string[]> {
  const program = `
    import { registerHooks } from "node:module";
    registerHooks({ load: (url, context, next) => (console.log(url), next(url, context)) });
    for (const file of process.argv.slice(1)) await import(file);`;
  const files = modules.map((module) => at(`apps/server/dist/${module}.js`));
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...["--input-type=module", "--eval", program],
    ...files,
  ]);
  return stdout.trim().split("\n");
}

test("who only works loads nothing of GraphQL, which would make its start half as long again", async () => {
  const isOfGraphql = (url: string) => /graphql|apollo|\.resolver\.js$/.test(url);
  const worker = await loadedWith(["compose", "env"]);
  expect(worker.some((url) => url.includes("/typeorm/"))).toBe(true);
  expect(worker.filter(isOfGraphql)).toEqual([]);
  expect((await loadedWith(["compose", "compose-api"])).some(isOfGraphql)).toBe(true);
});
