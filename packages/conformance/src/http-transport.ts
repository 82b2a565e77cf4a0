import type { Transport } from "@keruen/core";

/** A request as the core wants it sent, over the network, once. Files are small here: they are held. */
export const httpTransport: Transport = async ({ method, url, headers, body, upload, signal, streamed }) => {
  const file = upload && (await new Response(upload.stream).arrayBuffer());
  const response = await fetch(url, { method, headers, body: file ?? body ?? null, signal: signal ?? null });
  const { status, headers: answered } = response;
  if (streamed && response.ok && response.body)
    return { status, headers: answered, text: "", stream: response.body };
  return { status, headers: answered, text: await response.text() };
};
