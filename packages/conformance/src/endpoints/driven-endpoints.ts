import { type Account, control } from "../fault-schedules/simulator-control.ts";

/** Which of SendGrid's endpoints were asked anything, as the simulator's log names them: `GET /v3/marketing/lists/:id`. */
export async function drivenEndpoints({ url }: Pick<Account, "url">): Promise<readonly string[]> {
  const { callCounts } = (await control({ url, key: "" }, "GET", "/state")) as {
    readonly callCounts: Readonly<Record<string, unknown>>;
  };
  return Object.keys(callCounts).toSorted();
}
