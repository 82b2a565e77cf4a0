import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Where a request goes on to, or what is answered in its place. */
type Onward = { readonly url: string } | { readonly answer: object };

/**
 * An address in front of simulators, for what one of them alone cannot show: several accounts told apart by their
 * keys, numbers that nobody wants to make one by one.
 */
export async function aProxy(onward: (key: string, path: string) => Onward) {
  const server = createServer(async (request, response) => {
    const { authorization = "" } = request.headers;
    const body = Buffer.concat(await Array.fromAsync(request));
    const next = onward(authorization.replace("Bearer ", ""), request.url ?? "");
    if ("answer" in next) {
      response.writeHead(200, { "content-type": "application/json" });
      return response.end(JSON.stringify(next.answer));
    }
    const onwards = fetch(`${next.url}${request.url}`, {
      method: request.method ?? "GET",
      headers: { authorization, "content-type": "application/json" },
      ...(body.length > 0 && { body }),
    });
    const answer = await onwards.catch(() => null);
    if (answer === null) return request.socket.destroy(); // broken off there, broken off here
    response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" });
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => void server.close(resolve)),
  };
}
