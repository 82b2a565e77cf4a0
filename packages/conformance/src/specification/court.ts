/**
 * A simulator with a judge before it, and two who speak to it: our client, and bare calls.
 *
 * Reads  : –
 * Writes : the simulator, through the judge alone.
 * Used by: the tests beside it.
 */
import { createSendGridClient, type HttpRequest, type SendGridClient } from "@keruen/core";
import { type SimulatorOptions, startSimulator } from "@keruen/sendgrid-simulator";
import { onTestFinished, vi } from "vitest";
import { hastyClock } from "../fault-schedules/hasty-clock.ts";
import { createJudge } from "./judge.ts";

type Answer = {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
  readonly body: any;
};

export async function aCourt(settings: SimulatorOptions["settings"] = {}) {
  const simulator = await startSimulator({
    settings: { jobDelayMs: 0, jobLingerMs: 0, exportDelayMs: 0, ...settings },
  });
  onTestFinished(() => simulator.close());
  const { transport, violations } = await createJudge(simulator.url);

  const ourClient = (key: keyof typeof simulator.keys = "GOOD"): SendGridClient =>
    createSendGridClient({
      transport,
      baseUrl: simulator.url,
      apiKey: () => simulator.keys[key],
      clock: hastyClock(20),
    });

  /** For what the simulator answers and our client does not ask. */
  const call = async (method: string, path: string, body?: object): Promise<Answer> => {
    const response = await transport({
      method: method as HttpRequest["method"],
      url: simulator.url + path,
      headers: {
        authorization: `Bearer ${simulator.keys.GOOD}`,
        accept: "application/json",
        ...(body && { "content-type": "application/json" }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: response.text === "" ? null : JSON.parse(response.text) };
  };

  return {
    ourClient,
    call,
    violations,
    /** To the simulator, past the judge. */
    transport,
    clock: hastyClock(20),
    account: { url: simulator.url, key: simulator.keys.GOOD },
    settled: async (jobId: string) =>
      await vi.waitUntil(
        async () => {
          const { body } = await call("GET", `/v3/marketing/contacts/imports/${jobId}`);
          return body.status !== "pending" && body;
        },
        { timeout: 20_000 },
      ),
  };
}

/** An id that nothing has. */
export const NOBODY = "00000000-0000-4000-8000-000000000000";
