/**
 * Connectors with one mistake each, to see that the judge finds it.
 *
 * Reads  : –
 * Writes : whatever the mistake does.
 * Used by: the test beside this file.
 */
import { type Job, ok, type SendGridClient } from "@keruen/core";
import { deliveryRecords, type Records } from "./delivery-records.ts";
import { type Connector, OURS } from "./run-schedule.ts";

type Flawed = Connector & { readonly flaw: string };

const withClient = (flaw: string, change: (client: SendGridClient) => Partial<SendGridClient>): Flawed => ({
  ...{ ...OURS, flaw },
  createClient: (options) => {
    const client = OURS.createClient(options);
    return { ...client, ...change(client) };
  },
});

const DONE: Job = {
  ...{ status: "completed", requestedCount: null, createdCount: null, updatedCount: null },
  ...{ erroredCount: null, errorsUrl: null },
};

export const takesLostForDone = withClient("takes a lost job for a done one", (client) => ({
  async job(id, signal) {
    const job = await client.job(id, signal);
    return !job.ok && job.failure.code === "not-found" ? ok(DONE) : job;
  },
}));

export const takesAcceptedForDone = withClient("does not wait for the job", () => ({
  job: async () => ok(DONE),
}));

export const dropsUploadHeaders = withClient("sends a file without the headers of its address", (client) => ({
  uploadFile: (started, file, signal) => client.uploadFile({ ...started, uploadHeaders: {} }, file, signal),
}));

export const readsOnePage = withClient("reads one page of the suppressed", (client) => ({
  async *suppressions(list, patience) {
    for await (const page of client.suppressions(list, patience)) return yield page;
  },
}));

export const believesBrokenDownloads = withClient(
  "takes half a list of members for a whole one",
  (client) => ({
    async downloadExport(url, take, signal) {
      const file = await client.downloadExport(url, take, signal);
      return file.ok ? file : ok({ members: 0 });
    },
  }),
);

export const forgetsFirst: Flawed = {
  ...{ ...OURS, flaw: "moves its marker before SendGrid has removed anybody" },
  createRecords: (): Records => {
    const records = deliveryRecords();
    return {
      ...records,
      forRun: (...claims) => {
        const ours = records.forRun(...claims);
        return {
          ...ours,
          async *leavers() {
            for await (const leaver of ours.leavers()) {
              yield leaver;
              if (leaver.contactId !== null) await ours.forget([leaver.address], "removed");
            }
          },
        };
      },
    };
  },
};

export const overlooksChanges: Flawed = {
  ...{ ...OURS, flaw: "overlooks that somebody has changed" },
  createRecords: (): Records => {
    const records = deliveryRecords();
    return { ...records, holds: ({ email }) => records.rows.has(email) };
  },
};
