/**
 * A simulator for one test, and a client that knows nothing of its insides.
 *
 * Reads  : –
 * Writes : –
 * Used by: the tests, which drive it over HTTP alone.
 */
import { onTestFinished, vi } from "vitest";
import type { KeyKind } from "../account/account-keys.ts";
import type { ContactDetails } from "../contacts/contact-details.ts";
import type { SimulatorState } from "../control/read-state.ts";
import { type Simulator, type SimulatorOptions, startSimulator } from "../start-simulator.ts";

export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
  readonly body: any;
};

/** Starts one that applies jobs at once, and closes it with the test. */
export async function aSimulator(options: SimulatorOptions = {}) {
  const settings = { jobDelayMs: 0, jobLingerMs: 0, ...options.settings };
  const simulator = await startSimulator({ ...options, settings });
  onTestFinished(() => simulator.close());
  return clientOf(simulator);
}

export function clientOf({ url, keys }: Simulator) {
  async function call(method: string, path: string, body?: unknown, key: KeyKind = "GOOD"): Promise<Answer> {
    const authorization = path.startsWith("/v3/") ? { authorization: `Bearer ${keys[key]}` } : {};
    const type = body === undefined ? {} : { "content-type": "application/json" };
    const response = await fetch(url + path, {
      method,
      headers: { ...authorization, ...type },
      body: typeof body === "string" ? body : (JSON.stringify(body) ?? null),
    });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.startsWith("application/json");
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  }

  const upsert = (contacts: readonly unknown[], listIds?: readonly string[]): Promise<Answer> =>
    call("PUT", "/v3/marketing/contacts", { contacts, ...(listIds && { list_ids: listIds }) });

  const job = (id: string): Promise<Answer> => call("GET", `/v3/marketing/contacts/imports/${id}`);

  return {
    url,
    keys,
    call,
    upsert,
    job,
    /** The job when it is no longer pending. */
    settled: async (accepted: Answer): Promise<Answer["body"]> =>
      await vi.waitUntil(async () => {
        const { body } = await job(accepted.body.job_id);
        return body.status !== "pending" && body;
      }),
    contact: async (email: string): Promise<ContactDetails | null> => {
      const { status, body } = await call("POST", "/v3/marketing/contacts/search/emails", {
        emails: [email],
      });
      return status === 200
        ? (Object.values(body.result as Record<string, { contact: ContactDetails }>)[0]?.contact ?? null)
        : null;
    },
    listId: async (name = "Newsletter"): Promise<string> => {
      const { body } = await call("GET", "/v3/marketing/lists");
      return body.result.find((list: { name: string }) => list.name === name).id;
    },
    state: async (): Promise<SimulatorState> => (await call("GET", "/_simulator/state")).body,
  };
}
