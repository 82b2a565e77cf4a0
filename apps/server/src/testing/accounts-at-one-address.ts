import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Simulator } from "@keruen/sendgrid-simulator";

/** Several accounts behind one address, told apart by the key, as they are with SendGrid itself. */
export async function accountsAtOneAddress(accounts: readonly Simulator[]) {
  const server = createServer(async (request, response) => {
    const key = request.headers.authorization?.replace("Bearer ", "") ?? "";
    const account = accounts.find(({ keys }) => Object.values(keys).includes(key)) ?? accounts[0];
    const body = Buffer.concat(await Array.fromAsync(request));
    const answer = await fetch(`${account?.url}${request.url}`, {
      method: request.method ?? "GET",
      headers: { authorization: request.headers.authorization ?? "", "content-type": "application/json" },
      ...(body.length > 0 && { body }),
    });
    response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" });
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => void server.close(resolve)),
  };
}
