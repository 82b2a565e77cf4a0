import { expect, test } from "vitest";
import { mountWithServer } from "../../../testing/mount-with-server.ts";
import AccountCard from "./AccountCard.vue";

const account = (contactLimit: number | null, headroom: number | null) => ({
  sendGridAccount: {
    __typename: "SendGridAccount",
    ...{ contactCount: 7_000, billableCount: 8_000, contactLimit, headroom },
  },
});
const open = async (answer: object, language: "en" | "kk" = "en") =>
  await mountWithServer(AccountCard, {
    props: { destinationId: "d1" },
    answers: { SendGridAccount: answer },
    language,
  });

test("tells how many contacts there are, how many are charged, and how many the contract has left", async () => {
  const { text } = await open(account(10_000, 2_000));
  expect(text()).toContain("In the account 7,000 Charged this month 8,000 Deleting does not lower it");
  expect(text()).toContain("In the contract 10,000 Left 2,000");
});

test("asks for the contract where nobody has told it", async () => {
  const { text, get } = await open(account(null, null), "kk");
  expect(text()).toContain("Келісімшартта — Қалғаны —");
  expect(get("link", "Келісімшартты енгізу").getAttribute("href")).toBe("/destinations/d1/edit");
});

test("says why there are no figures", async () => {
  const unreadable = { __typename: "ApiKeyUnreadable", code: "key-unreadable", message: "…" };
  const { text } = await open({ sendGridAccount: unreadable });
  expect(text()).toContain("Open the destination and give it its key again.");
});
