import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as it came in. */
export type Received = {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
};

/** Somebody's webhook, over HTTP. It answers 200 unless told otherwise, to each request in turn. */
export async function aReceiver() {
  const received: Received[] = [];
  const answers: ((response: ServerResponse) => unknown)[] = [];
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await Array.fromAsync(request)).toString();
    received.push({ headers: request.headers, body });
    const answer = answers.shift() ?? ((given) => given.writeHead(200).end());
    answer(response);
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/alerts`,
    received,
    /** What the next requests get, one each. */
    answer: (...next: typeof answers) => void answers.push(...next),
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => void server.close(resolve));
    },
  };
}
export type Receiver = Awaited<ReturnType<typeof aReceiver>>;
