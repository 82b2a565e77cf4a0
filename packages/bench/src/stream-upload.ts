/**
 * One upload of so many profiles to a far side that keeps nothing, and what it took, as JSON.
 *
 * Reads  : the number of profiles from the command line.
 * Writes : one line to standard output.
 * Used by: `stream.ts`, as a process of its own, so that its memory is its own.
 */
import { fileURLToPath } from "node:url";
import { clientOf, startFarSide } from "./far-side.ts";
import { streamProfiles } from "./profiles.ts";
import { rows } from "./rows.ts";
import { uploadRows } from "./upload.ts";

const farSide = await startFarSide(fileURLToPath(new URL("sink.ts", import.meta.url)));
const { client } = clientOf(farSide.url, "SG.measured");
const { accepted, seconds } = await uploadRows(rows(streamProfiles(Number(process.argv[2]))), {
  client,
  listId: "0b6ef1a2-57f2-4d4b-9f4c-7f5b1f6a9c11",
});
await farSide.stop();
const rss_mb = Math.round(process.resourceUsage().maxRSS / 1_024);
console.log(JSON.stringify({ accepted, seconds: Number(seconds.toFixed(2)), rss_mb }));
