import type { Transport } from "@keruen/core";

/** A request as the core wants it sent, over the network, once. */
export const httpTransport: Transport = async ({ method, url, headers, body, signal }) => {
  const response = await fetch(url, { method, headers, body: body ?? null, signal: signal ?? null });
  return { status: response.status, headers: response.headers, text: await response.text() };
};
