import type { Rejection } from "../contact/rejection.ts";
import type { Suppression } from "../contact/suppression.ts";
import { createSendGridClient } from "../sendgrid/sendgrid-client.ts";
import type { HttpRequest } from "../sendgrid/transport.ts";
import type { Batch } from "../upload/batch.ts";
import { packBatches } from "../upload/pack-batches.ts";
import type { Row } from "../upload/row.ts";
import type { UploadOutcome } from "../upload/upload-batch.ts";
import { fakeClock } from "./fake-clock.ts";
import { type FakeAnswer, fakeTransport } from "./fake-transport.ts";

export const LIST = "0b6ef1a2-57f2-4d4b-9f4c-7f5b1f6a9c11";

export const aRejection: Rejection = {
  code: "email-missing",
  field: "email",
  message: "The profile has no e-mail address.",
};

export const aSuppression: Suppression = { code: "bounce", group: null };

export function aBatch(...rows: Row[]): Batch {
  const [batch] = packBatches(rows, { listIds: [LIST] });
  if (!batch) throw new Error("no rows");
  return batch;
}

/** All that an upload takes, to a SendGrid that answers as it is told. */
export function anUpload(answer: (request: HttpRequest, count: number) => FakeAnswer) {
  const clock = fakeClock(1_790_000_000_000);
  const transport = fakeTransport(answer);
  const client = createSendGridClient({
    transport,
    baseUrl: "https://sendgrid.test",
    apiKey: () => "key",
    clock,
  });
  const options = { client, clock, listId: LIST, random: () => 0.5, giveUpAfterMs: 3_600_000 };
  return { clock, transport, options };
}

/** Who became what, by id. */
export const outcomeIds = ({ accepted, rejected }: UploadOutcome) => ({
  accepted: accepted.map(({ jobId, rows }) => [jobId, ...rows.map(({ profileId }) => profileId)]),
  rejected: rejected.map(({ profileId, rejection }) => [profileId, rejection.code]),
});
