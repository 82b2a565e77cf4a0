import { describe, expect, test } from "vitest";
import { aBatch, anUpload, aRejection, LIST, outcomeIds } from "../testing/an-upload.ts";
import { fakeSendGrid } from "../testing/fake-send-grid.ts";
import { aReadyRow } from "../testing/index.ts";
import { uploadBatch } from "./upload-batch.ts";

describe("uploadBatch", () => {
  test("puts the contacts on the list in one request, and tells whom it left out", async () => {
    const { jobs, upsert } = fakeSendGrid();
    const { transport, options } = anUpload(upsert);
    const outcome = await uploadBatch(
      aBatch(aReadyRow("ada"), { profileId: "dan", rejection: aRejection }, aReadyRow("bob")),
      options,
    );

    expect(outcome.ok && outcomeIds(outcome.value)).toEqual({
      accepted: [["job-1", "ada", "bob"]],
      rejected: [["dan", "email-missing"]],
    });
    expect(jobs.get("job-1")).toEqual(["ada@example.com", "bob@example.com"]);
    expect(transport.requests).toHaveLength(1);
    expect(transport.requests[0]).toMatchObject({
      method: "PUT",
      url: "https://sendgrid.test/v3/marketing/contacts",
      headers: { authorization: "Bearer key", "content-type": "application/json" },
      body: `{"list_ids":["${LIST}"],"contacts":[{"email":"ada@example.com"},{"email":"bob@example.com"}]}`,
    });
  });

  test("asks nothing of SendGrid where there is nobody to send", async () => {
    const { transport, options } = anUpload(() => ({ status: 500 }));
    const outcome = await uploadBatch(aBatch({ profileId: "dan", rejection: aRejection }), options);
    expect(outcome).toEqual({
      ok: true,
      value: { accepted: [], acceptedFiles: [], rejected: [{ profileId: "dan", rejection: aRejection }] },
    });
    expect(transport.requests).toEqual([]);
  });

  test("takes out those whom SendGrid names, in its own words, and sends the rest", async () => {
    const { transport, options } = anUpload(
      fakeSendGrid({ isBad: (email) => email.startsWith("bob") }).upsert,
    );
    const outcome = await uploadBatch(aBatch(aReadyRow("ada"), aReadyRow("bob"), aReadyRow("cid")), options);
    expect(outcome.ok && outcome.value.rejected).toEqual([
      {
        profileId: "bob",
        rejection: {
          code: "refused-by-sendgrid",
          field: "email",
          message: "email 'bob@example.com' is not valid",
        },
      },
    ]);
    expect(outcome.ok && outcomeIds(outcome.value).accepted).toEqual([["job-1", "ada", "cid"]]);
    expect(transport.requests).toHaveLength(2);
  });

  test("finds one culprit among 1,000 that SendGrid does not name in 2 requests for each halving", async () => {
    const rows = Array.from({ length: 1_000 }, (_, index) => aReadyRow(`p${index}`));
    const { transport, options } = anUpload(
      fakeSendGrid({ isBad: (email) => email.startsWith("p617@"), blame: "none" }).upsert,
    );
    const outcome = await uploadBatch(aBatch(...rows), options);
    expect(outcome.ok && outcomeIds(outcome.value).rejected).toEqual([["p617", "refused-by-sendgrid"]]);
    expect(outcome.ok && outcome.value.accepted.flatMap((part) => part.rows)).toHaveLength(999);
    expect(transport.requests.length).toBeLessThanOrEqual(21);
  });

  test("finds any number of them that way, as long as others are accepted in between", async () => {
    const rows = Array.from({ length: 300 }, (_, index) =>
      aReadyRow(`${index % 2 === 0 ? "good" : "bad"}-${index}`),
    );
    const { options } = anUpload(
      fakeSendGrid({ isBad: (email) => email.startsWith("bad"), blame: "none" }).upsert,
    );
    const outcome = await uploadBatch(aBatch(...rows), options);
    expect(outcome.ok && outcome.value.rejected).toHaveLength(150);
  });

  test("keeps the first reason where SendGrid has several for one contact", async () => {
    const errors = [
      { field: "contacts[0].email", message: "first" },
      { field: "contacts[0].city", message: "second" },
      { field: "contacts[7]", message: "there is no such contact" },
    ];
    const { options } = anUpload(() => ({ status: 400, body: { errors } }));
    const outcome = await uploadBatch(aBatch(aReadyRow("ada")), options);
    expect(outcome.ok && outcome.value.rejected).toEqual([
      { profileId: "ada", rejection: { code: "refused-by-sendgrid", field: "email", message: "first" } },
    ]);
  });

  test("sends less at once where SendGrid says too large, and gives up on a contact that is so alone", async () => {
    const big = aReadyRow("big", { city: "x".repeat(500) });
    const { options } = anUpload(fakeSendGrid({ maxBody: 300 }).upsert);
    const outcome = await uploadBatch(aBatch(aReadyRow("ada"), big, aReadyRow("bob")), options);
    expect(outcome.ok && outcomeIds(outcome.value)).toEqual({
      accepted: [
        ["job-1", "ada"],
        ["job-2", "bob"],
      ],
      rejected: [["big", "contact-too-large"]],
    });
  });

  test("does not blame the contacts for a list that SendGrid does not take", async () => {
    const errors = [{ field: "list_ids", message: "invalid list ids supplied" }];
    const { transport, options } = anUpload(() => ({ status: 400, body: { errors } }));
    const outcome = await uploadBatch(aBatch(aReadyRow("ada"), aReadyRow("bob")), options);
    expect(outcome).toMatchObject({ ok: false, failure: { reason: { code: "list-gone" } } });
    expect(transport.requests).toHaveLength(1);
  });

  test("stops where SendGrid refuses everybody one by one, and says what it says", async () => {
    const rows = Array.from({ length: 1_000 }, (_, index) => aReadyRow(`p${index}`));
    const { transport, options } = anUpload(fakeSendGrid({ isBad: () => true, blame: "none" }).upsert);
    const outcome = await uploadBatch(aBatch(...rows), options);
    expect(outcome).toMatchObject({
      ok: false,
      failure: { reason: { errors: [{ message: "invalid contacts" }] } },
    });
    expect(transport.requests.length).toBeLessThan(250);
  });

  test.each([
    [401, "unauthorized"],
    [403, "forbidden"],
    [404, "list-gone"],
  ])("a %i is for a person: it is not tried again", async (status, code) => {
    const { transport, options } = anUpload(() => ({
      status,
      body: { errors: [{ message: "no", field: null }] },
    }));
    const outcome = await uploadBatch(aBatch(aReadyRow("ada")), options);
    expect(outcome).toMatchObject({ ok: false, failure: { reason: { code } } });
    expect(transport.requests).toHaveLength(1);
  });
});
