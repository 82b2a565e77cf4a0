/**
 * SendGrid's own client, set to a simulator whose jobs are done at once.
 *
 * Reads  : –
 * Writes : the simulator, over HTTP alone.
 * Used by: the tests beside it.
 */
import { startSimulator } from "@keruen/sendgrid-simulator";
import client from "@sendgrid/client";
import { afterAll, beforeAll, vi } from "vitest";
import { drivenEndpoints } from "../endpoints/driven-endpoints.ts";

type Request = Parameters<typeof client.request>[0];
type Method = NonNullable<Request["method"]>;

export type Answer = {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
  readonly body: any;
};

/** One sandbox for the whole file: the client is a singleton, as SendGrid ships it. */
export function useSandbox() {
  let close: () => Promise<void>;
  let simulatorUrl = "";

  beforeAll(async () => {
    const simulator = await startSimulator({ settings: { jobDelayMs: 0, jobLingerMs: 0, exportDelayMs: 0 } });
    close = simulator.close;
    simulatorUrl = simulator.url;
    client.setApiKey(simulator.keys.GOOD); // resets the base URL, so the order matters
    client.setDefaultRequest("baseUrl", `${simulator.url}/`);
  });
  afterAll(() => close());

  const call = async (
    method: Method,
    url: string,
    given: Pick<Request, "body" | "qs"> = {},
  ): Promise<Answer> => {
    const [response, body] = await client.request({ method, url, ...given });
    return { status: response.statusCode, body };
  };

  return {
    call,
    /** The job when it is no longer pending. */
    settled: async (jobId: string) =>
      await vi.waitUntil(
        async () => {
          const { body } = await call("GET", `/v3/marketing/contacts/imports/${jobId}`);
          return body.status !== "pending" && body;
        },
        { timeout: 20_000 },
      ),
    /** Endpoints that were asked anything so far. */
    driven: () => drivenEndpoints({ url: simulatorUrl }),
    aList: async (name: string): Promise<string> =>
      (await call("POST", "/v3/marketing/lists", { body: { name } })).body.id,
  };
}
