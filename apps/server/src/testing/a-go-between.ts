import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export type GoBetween = {
  readonly url: string;
  /** What every errors file says from now on; null for what it says itself. */
  rewrite: ((errorsFile: string) => string) | null;
  close(): void;
};

/**
 * Stands between the server and the simulator, and may write another errors file than the simulator would.
 *
 * @param simulatorUrl - asked at each request, so that the simulator may start later.
 */
export async function aGoBetween(simulatorUrl: () => string): Promise<GoBetween> {
  const between = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", here.url);
    const isErrorsFile = pathname === "/errors-file";
    const answer = isErrorsFile
      ? await fetch(searchParams.get("of") ?? "")
      : await fetch(simulatorUrl() + request.url, await contentOf(request));
    const text = await answer.text();
    response.writeHead(answer.status).end(isErrorsFile ? here.rewrite?.(text) : leadHere(text));
  });
  const leadHere = (text: string) =>
    here.rewrite === null
      ? text
      : text.replace(
          /(?<="errors_url":")[^"]+/,
          (of) => `${here.url}/errors-file?of=${encodeURIComponent(of)}`,
        );
  await new Promise<void>((resolve) => between.listen(0, "127.0.0.1", resolve));
  const here: GoBetween = {
    url: `http://127.0.0.1:${(between.address() as AddressInfo).port}`,
    rewrite: null,
    close: () => between.close().closeAllConnections(),
  };
  return here;
}

async function contentOf(request: IncomingMessage): Promise<RequestInit> {
  const { method = "GET", headers } = request;
  const chunks: Buffer[] = await Array.fromAsync(request);
  const { authorization = "", "content-type": type = "" } = headers;
  const body = chunks.length === 0 ? null : Buffer.concat(chunks);
  return { method, headers: { authorization, "content-type": type }, body };
}
