import { flushPromises } from "@vue/test-utils";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { aDestination } from "../../../testing/a-destination.ts";
import { mountWithServer } from "../../../testing/mount-with-server.ts";
import DestinationEditPage from "./DestinationEditPage.vue";

const KEY = `SG.${"a".repeat(22)}.${"b".repeat(43)}`;
const stored = { __typename: "Destination", ...aDestination({ region: "EU", contactLimit: 10_000 }) };
const refused = (problem: string) => ({
  ...{ __typename: "ApiKeyRefused", code: "api-key-refused", message: "…", problem, missingScopes: [] },
});
const answers = {
  DestinationById: { destination: stored },
  SendGridLists: {
    sendGridLists: {
      __typename: "SendGridLists",
      lists: [
        { id: "l1", name: "Newsletter", contactCount: 5 },
        { id: "l2", name: "Weekly", contactCount: 7 },
      ],
    },
  },
  TestDestination: {
    testDestination: { __typename: "DestinationTest", apiKeyId: "a", contactCount: 7, scopes: [] },
  },
  UpdateDestination: { updateDestination: stored },
};

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

async function rest() {
  for (let round = 0; round < 3; round++) {
    vi.advanceTimersByTime(400);
    await flushPromises();
  }
}
const open = async (more: object = {}, language: "en" | "kk" = "en") =>
  await mountWithServer(DestinationEditPage, {
    props: { destinationId: "d1" },
    answers: { ...answers, ...more },
    language,
  });

describe("DestinationEditPage", () => {
  test("sends what is another now, and nothing else", async () => {
    const { server, get, type, click, router } = await open();
    expect((get("textbox", "Contacts in your SendGrid contract") as HTMLInputElement).value).toBe("10000");
    await type("textbox", "Contacts in your SendGrid contract", "50 000");
    await click("button", "Save");
    await rest();
    expect(server.asked("UpdateDestination")).toEqual([{ input: { id: "d1", contactLimit: 50_000 } }]);
    expect(router.currentRoute.value.path).toBe("/destinations/d1");
  });

  test("an emptied contract is not known any more, and another list may be offered first", async () => {
    const { server, type, click } = await open();
    await type("textbox", "Display name", " Renamed ");
    await type("textbox", "Contacts in your SendGrid contract", "");
    await click("combobox", "List offered first");
    await rest();
    await click("option", /^Weekly/);
    await click("button", "Save");
    await rest();
    expect(server.asked("UpdateDestination")).toEqual([
      { input: { id: "d1", name: "Renamed", contactLimit: null, listId: "l2" } },
    ]);
  });

  test("says what is no number of contacts, in Kazakh too, and sends nothing", async () => {
    const { server, type, click, text } = await open({}, "kk");
    await type("textbox", "SendGrid келісімшартыңыздағы контактілер саны", "көп");
    await click("button", "Сақтау");
    await rest();
    expect(text()).toContain("Бүтін сан жазыңыз, мысалы 50 000, немесе бос қалдырыңыз.");
    expect(server.asked("UpdateDestination")).toEqual([]);
  });

  test("a new key is tried in the destination's region before it is sent, and is not kept on screen", async () => {
    const { server, get, type, click, text } = await open();
    await type("textbox", "New API key", KEY);
    await rest();
    expect(server.asked("TestDestination")).toEqual([{ access: { apiKey: KEY, region: "EU" } }]);
    expect(text()).toContain("The key works");
    await click("button", "Save");
    await rest();
    expect(server.asked("UpdateDestination")).toEqual([{ input: { id: "d1", apiKey: KEY } }]);
    expect((get("textbox", "New API key") as HTMLInputElement).value).toBe("");
  });

  test("a key that SendGrid refuses is not sent to be kept", async () => {
    const { server, type, click, text } = await open({
      TestDestination: { testDestination: refused("UNAUTHORIZED") },
    });
    await type("textbox", "New API key", KEY);
    await rest();
    expect(text()).toContain("SendGrid does not know this key.");
    await click("button", "Save");
    await rest();
    expect(server.asked("UpdateDestination")).toEqual([]);
  });

  test("a key of another account is said to be one, until another key is entered", async () => {
    const { type, click, text } = await open({
      UpdateDestination: { updateDestination: refused("OTHER_ACCOUNT") },
    });
    await type("textbox", "New API key", KEY);
    await rest();
    await click("button", "Save");
    await rest();
    expect(text()).toContain("This key opens another SendGrid account.");
    await type("textbox", "New API key", `${KEY.slice(0, -1)}c`);
    expect(text()).not.toContain("This key opens another SendGrid account.");
  });

  test("where nobody can tell whether the account is the same, the key is taken on somebody's word", async () => {
    const { server, type, click, text } = await open({
      UpdateDestination: ({ input }: { input: { isSameAccount?: boolean } }) => ({
        updateDestination: input.isSameAccount ? stored : refused("ACCOUNT_UNKNOWN"),
      }),
    });
    await type("textbox", "New API key", KEY);
    await rest();
    await click("button", "Save");
    await rest();
    expect(text()).toContain("SendGrid cannot tell whether this key opens the same account.");
    await click("button", "Save");
    await rest();
    expect(server.asked("UpdateDestination")).toHaveLength(1);
    await click("checkbox", "I know that this key opens the same SendGrid account");
    await click("button", "Save");
    await rest();
    expect(server.asked("UpdateDestination").at(-1)).toEqual({
      input: { id: "d1", apiKey: KEY, isSameAccount: true },
    });
  });

  test("says where the key file was lost, and still takes a new key", async () => {
    const unreadable = { __typename: "ApiKeyUnreadable", code: "key-unreadable", message: "…" };
    const { server, type, click, text } = await open({
      SendGridLists: ({ access }: { access: { apiKey?: string } }) =>
        access.apiKey ? answers.SendGridLists : { sendGridLists: unreadable },
    });
    await rest();
    expect(text()).toContain("The API key can no longer be opened: the key file is another one.");
    await type("textbox", "New API key", KEY);
    await rest();
    expect(text()).not.toContain("The API key can no longer be opened");
    await click("button", "Save");
    await rest();
    expect(server.asked("UpdateDestination")).toEqual([{ input: { id: "d1", apiKey: KEY } }]);
  });

  test("says so where there is no such destination", async () => {
    const { text } = await open({ DestinationById: { destination: null } });
    expect(text()).toContain("This is not here, or no longer.");
  });
});
