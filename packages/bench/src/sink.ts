/**
 * The least that answers an upload: every body is read and counted, and answered 202. Nothing is kept.
 *
 * Reads  : requests.
 * Writes : its address, to standard output.
 * Used by: `stream-upload.ts`.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

let jobs = 0;
const server = createServer((request, response) => {
  request.resume().on("end", () => {
    jobs += 1;
    response.writeHead(202, { "content-type": "application/json" }).end(`{"job_id":"job-${jobs}"}`);
  });
});
server.listen(0, "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.on("disconnect", () => process.exit());
