import type { Simulator } from "@keruen/sendgrid-simulator";

/** Asks the simulator's control plane for something that SendGrid itself would not offer. */
export async function controlSimulator(
  { url }: Pick<Simulator, "url">,
  method: "POST" | "PUT" | "DELETE",
  path: string,
  body?: object,
): Promise<void> {
  const response = await fetch(`${url}/_simulator${path}`, {
    method,
    ...(body && contentOf(body)),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
}

/** A file as it is, anything else as JSON. */
const contentOf = (body: object) =>
  body instanceof Blob
    ? { headers: { "content-type": "application/vnd.sqlite3" }, body }
    : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };

/** Lets the next call of an endpoint go wrong, e.g. `GET /v3/scopes`; `*` is every endpoint. */
export const strike = (simulator: Pick<Simulator, "url">, endpoint: string, fault: object, times = 1) =>
  controlSimulator(simulator, "POST", "/faults", { endpoint, times, fault });

/** Those of {@link strike} that no call has met yet. */
export async function faultsToCome({ url }: Pick<Simulator, "url">): Promise<readonly unknown[]> {
  const response = await fetch(`${url}/_simulator/faults`);
  return ((await response.json()) as { faults: readonly unknown[] }).faults;
}
