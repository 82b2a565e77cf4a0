/**
 * An address before the simulator that notes which job was sent to which list, and when SendGrid was last asked for it.
 *
 * Reads  : every call on its way.
 * Writes : its notes, in memory.
 * Used by: tests about who writes a list, and when.
 */
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** One upsert, from when it was sent until its job was last asked for. Milliseconds by one clock. */
export type Writing = {
  readonly listId: string;
  /** What the first contact says in the field that names its export. */
  readonly exportName: string;
  readonly jobId: string;
  readonly beganAt: number;
  endedAt: number;
};

export type WatchedSendGrid = {
  readonly url: string;
  readonly writings: readonly Writing[];
  close(): Promise<unknown>;
};

/** @param fieldOfExport - the contact field that every export fills with its own name. */
export async function watchSendGrid(sendGridUrl: string, fieldOfExport: string): Promise<WatchedSendGrid> {
  const writings: Writing[] = [];

  async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const beganAt = performance.now();
    const { method = "GET", url = "/", headers } = incoming;
    const body = await buffer(incoming);
    const { status, answerHeaders, answer } = await forward(sendGridUrl, method, url, headers, body);
    if (method === "PUT" && url === "/v3/marketing/contacts" && status === 202) {
      const { list_ids, contacts } = JSON.parse(body.toString());
      const { job_id: jobId } = JSON.parse(answer.toString());
      const exportName = contacts[0][fieldOfExport];
      writings.push({ listId: list_ids[0], exportName, jobId, beganAt, endedAt: performance.now() });
    }
    const asked = writings.find(({ jobId }) => url.endsWith(`/imports/${jobId}`));
    if (asked) asked.endedAt = performance.now();
    outgoing.writeHead(status, answerHeaders).end(answer);
  }

  const server = createServer((incoming, outgoing) => {
    pass(incoming, outgoing).catch(() => incoming.socket.destroy()); // broken off there, broken off here
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    writings,
    close: () => new Promise((resolve) => void server.close(resolve)),
  };
}

function forward(
  origin: string,
  method: string,
  path: string,
  headers: IncomingMessage["headers"],
  body: Buffer,
): Promise<{ status: number; answerHeaders: IncomingMessage["headers"]; answer: Buffer }> {
  return new Promise((resolve, reject) => {
    const onwards = request(origin + path, { method, headers }, async (response) => {
      const answer = await buffer(response);
      resolve({ status: response.statusCode ?? 502, answerHeaders: response.headers, answer });
    });
    onwards.once("error", reject);
    onwards.end(body);
  });
}
