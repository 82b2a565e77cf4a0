/**
 * An account that is full refuses everybody, run after run, and somebody is told of each: once, or again with the same id.
 *
 * Reads  : what the webhook receives.
 * Writes : the account's limit; an alert channel.
 * Used by: `TOURS`.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { anExport, runNow, startRun } from "../../product/an-export.ts";
import { ask } from "../../product/ask.ts";
import { contactsOnList } from "../../product/contacts.ts";
import { outcomesOf } from "../../product/outcomes.ts";
import { somePeople } from "../../product/some-people.ts";
import { until } from "../../product/until.ts";
import type { Stage } from "../stage.ts";
import { aside, QUICK, type Tour, tellSimulator } from "./tour.ts";

const PEOPLE = 40;

export const alertTour: Tour = {
  name: "alert",
  points: aside("stage-refusals", "take-alerts", "send-alert", "record-alert"),
  simulator: { ...QUICK, CONTACT_LIMIT: "0" },
  settings: { ALERT_WEBHOOKS_PRIVATE: "1", CONSOLE_URL: "http://127.0.0.1" },
  async prepare(stage) {
    const { url, fleet } = stage;
    const received = await receiveAlerts(stage);
    const { exportId, listId } = await stage.working(async () => {
      return await anExport(url, "Full", [await somePeople(url, PEOPLE)]);
    });
    await tellSimulator(stage, "PUT", "/settings", { contactLimit: 0 });
    return async () => {
      const runId = await startRun(url, exportId);
      const ended = until(async () => {
        const { alertDeliveries } = await ask(url, DELIVERIES);
        const ofRun = alertDeliveries.edges.filter(({ node }: Edge) => node.runId === runId);
        return ofRun.some(({ node }: Edge) => node.state !== "PENDING") && ofRun;
      }, 900_000);
      return {
        ended,
        async judge() {
          const deliveries = (await ended).map(({ node }: Edge) => node);
          const run = await runNow(url, runId);
          const said = await outcomesOf(url, runId);
          const rejected = [...said.values()].filter(({ outcome }) => outcome === "REJECTED").length;
          const held = await contactsOnList(fleet.sendGridUrl, listId);
          const ids = new Set(received.filter((alert) => alert.runId === runId).map(({ id }) => id));
          return [
            ...(run.failure?.code === "contact-limit"
              ? []
              : [`it ended with ${JSON.stringify(run.failure)}`]),
            ...(rejected === PEOPLE && said.size === PEOPLE
              ? []
              : [`${rejected} of ${said.size} are rejected`]),
            ...(run.rejectedCount === PEOPLE ? [] : [`${run.rejectedCount} are counted as rejected`]),
            ...(held.size === 0 ? [] : [`${held.size} are on the list`]),
            ...(deliveries.length === 1 && deliveries[0].state === "DELIVERED"
              ? []
              : [`its alerts are ${JSON.stringify(deliveries)}`]),
            ...(ids.size === 1 && ids.has(deliveries[0]?.id) ? [] : [`received were ${[...ids]}`]),
          ];
        },
      };
    };
  },
};

type Edge = { readonly node: { readonly id: string; readonly runId: string | null; readonly state: string } };
const DELIVERIES = "{ alertDeliveries(first: 50) { edges { node { id runId state } } } }";

/** A webhook for runs that fail. */
async function receiveAlerts({ url, closeToo }: Stage) {
  const received: { readonly id: unknown; readonly runId: string }[] = [];
  const server = createServer(async (request, response) => {
    const { run } = JSON.parse((await buffer(request)).toString());
    received.push({ id: request.headers["keruen-alert-id"], runId: run?.id });
    response.writeHead(200).end();
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  closeToo(async () => server.close());
  const target = `http://127.0.0.1:${(server.address() as AddressInfo).port}/alerts`;
  const input = { name: "Failures", kind: "WEBHOOK", target, alerts: ["RUN_FAILED"] };
  const { createAlertChannel } = await ask(url, CREATE_CHANNEL, { input });
  if (createAlertChannel.__typename !== "AlertChannelCreated")
    throw new Error(JSON.stringify(createAlertChannel));
  return received;
}

const CREATE_CHANNEL =
  "mutation ($input: CreateAlertChannelInput!) { createAlertChannel(input: $input) { __typename } }";
