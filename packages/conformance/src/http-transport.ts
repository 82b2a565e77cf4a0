import type { Transport } from "@keruen/core";

/** A request as the core wants it sent, over the network, once. Files are small here: they are held. */
export const httpTransport: Transport = async ({ method, url, headers, body, upload, signal }) => {
  const file = upload && (await new Response(upload.stream).arrayBuffer());
  const response = await fetch(url, { method, headers, body: file ?? body ?? null, signal: signal ?? null });
  return { status: response.status, headers: response.headers, text: await response.text() };
};
