import { describe, expect, test } from "vitest";
import { APPROVAL_CODES } from "../export-runs/approval/approval-reason.ts";
import { FAILURES } from "../export-runs/describe-failure.ts";
import type { AlertDeliveryEntity } from "./alert-delivery.entity.ts";
import { alertMail } from "./alert-mail.ts";
import { ENGLISH } from "./alert-words-en.ts";
import { KAZAKH } from "./alert-words-kk.ts";

const RUN = "7b1c0000-0000-4000-8000-000000000000";
const OPTIONS = { from: "alerts@keruen.example.com", consoleUrl: "https://keruen.example.com" };

const aDelivery = (changes: object, channel: object = {}) =>
  ({
    ...{ id: "4711", kind: "RUN_FAILED", runId: RUN, createdAt: new Date("2026-11-24T03:12:45Z") },
    facts: {
      run: { id: RUN, state: "FAILED", failureCode: "key-refused", approvalCode: null },
      export: { id: null, name: "Gazette" },
      counts: { selected: 1200, delivered: 0, unchanged: 0, rejected: 3, notSent: 1197 },
    },
    channel: { name: "Ops", addresses: ["ada@example.com"], language: "EN", ...channel },
    ...changes,
  }) as unknown as AlertDeliveryEntity;

describe("an alert's mail", () => {
  test("says what happened, why, to how many, and where to look", () => {
    const { subject, text, messageId, to } = alertMail(aDelivery({}), OPTIONS);
    expect({ subject, messageId, to }).toEqual({
      ...{ subject: "“Gazette”: a run has failed", messageId: "4711@keruen.example.com" },
      to: ["ada@example.com"],
    });
    expect(text).toBe(`A run of “Gazette” has failed. It is not tried again by itself.

Reason: SendGrid refuses the API key.

Selected: 1,200
Delivered: 0
Rejected: 3
Not sent: 1,197

Open the run:
https://keruen.example.com/runs/${RUN}

At 2026-11-24 03:12 UTC

-- 
Your address is in the alert channel “Ops” of Keruen.`);
  });

  test("speaks the channel's language, in text and in HTML", () => {
    const { subject, text, html } = alertMail(aDelivery({}, { language: "KK" }), OPTIONS);
    expect(subject).toBe("«Gazette»: іске қосу сәтсіз аяқталды");
    expect(text).toContain("Себебі: SendGrid API кілтін қабылдамайды.");
    expect(html).toContain('<html lang="kk">');
    expect(html).toContain(`<a href="https://keruen.example.com/runs/${RUN}">Іске қосуды ашу</a>`);
  });

  test("takes names for text, whatever is in them", () => {
    const named = { export: { id: null, name: '<img src="x">&' } };
    const { html } = alertMail(aDelivery({ facts: named }, { name: "<b>Ops" }), OPTIONS);
    expect(html).toContain("&lt;img src=&quot;x&quot;&gt;&amp;");
    expect(html).not.toMatch(/<img|<b>/);
  });

  test("of a test has neither reason nor counts nor a run", () => {
    const { text } = alertMail(aDelivery({ kind: "TEST", runId: null, facts: {} }), OPTIONS);
    expect(text).toMatch(/^This is a test\. Alerts of Keruen arrive here\.\n\nAt .*\n\n-- \nYour address/);
  });

  test("has words for every reason, in both languages, and tells a code that it does not know", () => {
    const codes = [...Object.values(FAILURES).map(({ code }) => code), ...APPROVAL_CODES, "key-refused"];
    for (const { reasons } of [ENGLISH, KAZAKH])
      expect(Object.keys(reasons)).toEqual(expect.arrayContaining(codes));
    expect(Object.keys(KAZAKH.reasons)).toEqual(Object.keys(ENGLISH.reasons));
    expect(Object.keys(KAZAKH.counts)).toEqual(Object.keys(ENGLISH.counts));
    const run = { id: RUN, state: "FAILED", failureCode: "of-tomorrow", approvalCode: null };
    expect(alertMail(aDelivery({ facts: { run } }), OPTIONS).text).toContain("Reason: of-tomorrow");
  });
});
