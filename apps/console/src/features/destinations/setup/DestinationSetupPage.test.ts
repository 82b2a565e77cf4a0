import { flushPromises } from "@vue/test-utils";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { aDestination } from "../../../testing/a-destination.ts";
import { mountWithServer } from "../../../testing/mount-with-server.ts";
import { CONSENT_TEXT_VERSION } from "./consent-text.ts";
import DestinationSetupPage from "./DestinationSetupPage.vue";

const KEY = `SG.${"a".repeat(22)}.${"b".repeat(43)}`;
const OTHER_KEY = `SG.${"c".repeat(22)}.${"d".repeat(43)}`;
const destination = (exportUser: { id: string; name: string } | null) => ({
  __typename: "Destination",
  ...aDestination({
    name: "Негізгі тіркелгі",
    state: exportUser ? "READY" : "NEEDS_EXPORT_USER",
    exportUser,
  }),
});
const answers = {
  System: { system: { version: "1", sandbox: null } },
  TestDestination: {
    testDestination: { __typename: "DestinationTest", apiKeyId: "a", contactCount: 67_243, scopes: [] },
  },
  SendGridLists: {
    sendGridLists: {
      __typename: "SendGridLists",
      lists: [{ id: "l1", name: "Newsletter", contactCount: 5 }],
    },
  },
  CreateDestination: { createDestination: destination(null) },
  BecomeExportUser: { becomeExportUser: destination({ id: "u1", name: "Aigerim" }) },
};

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

async function rest() {
  for (let round = 0; round < 3; round++) {
    vi.advanceTimersByTime(400);
    await flushPromises();
  }
}

describe("DestinationSetupPage", () => {
  test("goes the whole way in Kazakh, with the seed's words, from the name to Next", async () => {
    const { server, get, type, click, text } = await mountWithServer(DestinationSetupPage, {
      answers,
      language: "kk",
    });
    await type("textbox", "Көрсетілетін атауы", " Негізгі тіркелгі ");
    await type("textbox", "SendGrid API кілті", KEY);
    await rest();
    expect(text()).toContain("Кілт жұмыс істейді");
    expect(text()).toContain("тіркелгіде 67 243 контакт");

    await click("combobox", "SendGrid тізімінің идентификаторы");
    await rest();
    await click("option", /^Newsletter/);
    await click("checkbox", "Мен келісемін");
    await rest();
    await click("button", "Қосылу");
    await rest();
    expect(server.asked("CreateDestination")).toEqual([
      {
        input: {
          name: "Негізгі тіркелгі",
          apiKey: KEY,
          region: "GLOBAL",
          listId: "l1",
          contactLimit: null,
          consent: true,
          consentTextVersion: CONSENT_TEXT_VERSION,
        },
      },
    ]);

    await click("button", "Өзіңізді экспорт пайдаланушысы ретінде қосу");
    expect(server.asked("BecomeExportUser")).toEqual([{ destinationId: "d1" }]);
    expect(get("link", "Келесі").getAttribute("href")).toBe("/exports/new?destination=d1");
  });

  test("connects nothing without agreement, and says so", async () => {
    const { server, type, click, text } = await mountWithServer(DestinationSetupPage, { answers });
    await type("textbox", "SendGrid API key", KEY);
    await rest();
    await click("button", "Connect");
    await rest();
    expect(text()).toContain("Without your agreement nothing is connected.");
    expect(server.asked("CreateDestination")).toEqual([]);
  });

  test("does not ask SendGrid about what cannot be a key", async () => {
    const { server, type } = await mountWithServer(DestinationSetupPage, { answers });
    await type("textbox", "SendGrid API key", "SG.too-short");
    await rest();
    expect(server.asked("TestDestination")).toEqual([]);
  });

  test("a key is tried, and connected, in the region that is chosen", async () => {
    const { server, get, type, click, text } = await mountWithServer(DestinationSetupPage, { answers });
    await type("textbox", "Display name", "European");
    await type("textbox", "SendGrid API key", KEY);
    await rest();
    const region = get("combobox", "Region") as HTMLSelectElement;
    region.value = "EU";
    region.dispatchEvent(new Event("change"));
    await flushPromises();
    expect(text()).not.toContain("The key works");
    await rest();
    expect(text()).toContain("The key works");
    expect(server.asked("TestDestination")).toEqual([
      { access: { apiKey: KEY, region: "GLOBAL" } },
      { access: { apiKey: KEY, region: "EU" } },
    ]);

    await click("combobox", "SendGrid list");
    await rest();
    await click("option", /^Newsletter/);
    await click("checkbox", "I agree");
    await click("button", "Connect");
    await rest();
    expect(server.asked("CreateDestination")).toMatchObject([{ input: { apiKey: KEY, region: "EU" } }]);
  });

  test("says what a key lacks", async () => {
    const refused = {
      __typename: "ApiKeyRefused",
      code: "api-key-refused",
      message: "…",
      problem: "MISSING_SCOPES",
      missingScopes: ["marketing.read"],
    };
    const { type, text } = await mountWithServer(DestinationSetupPage, {
      answers: { ...answers, TestDestination: { testDestination: refused } },
    });
    await type("textbox", "SendGrid API key", KEY);
    await rest();
    expect(text()).toContain("This key has no rights for marketing.");
    expect(text()).toContain("It lacks: marketing.read.");
  });

  test("what is known of one key is not said of the next, while the next is being asked about", async () => {
    const { type, text } = await mountWithServer(DestinationSetupPage, { answers });
    await type("textbox", "SendGrid API key", KEY);
    await rest();
    expect(text()).toContain("The key works");

    await type("textbox", "SendGrid API key", OTHER_KEY);
    expect(text()).not.toContain("The key works");
    expect(text()).toContain("Asking SendGrid about this key…");
  });

  test("an answer about a key that was replaced meanwhile is not taken for the new one's", async () => {
    const { server, type, text } = await mountWithServer(DestinationSetupPage, {
      answers: {
        ...answers,
        TestDestination: ({ access }: { access: { apiKey: string } }) =>
          access.apiKey === KEY
            ? answers.TestDestination
            : {
                testDestination: {
                  __typename: "ApiKeyRefused",
                  code: "api-key-refused",
                  message: "…",
                  problem: "UNAUTHORIZED",
                  missingScopes: [],
                },
              },
      },
    });
    await type("textbox", "SendGrid API key", KEY);
    vi.advanceTimersByTime(400);
    await type("textbox", "SendGrid API key", OTHER_KEY);
    expect(text()).not.toContain("The key works");
    await rest();
    expect(server.asked("TestDestination")).toHaveLength(2);
    expect(text()).toContain("SendGrid does not know this key.");
  });
});
