import { describe, expect, test } from "vitest";
import { mountWithServer } from "../../testing/mount-with-server.ts";
import AlertChannelPage from "./AlertChannelPage.vue";

const created = (signingSecret: string | null) => ({
  createAlertChannel: { __typename: "AlertChannelCreated", signingSecret, channel: { id: "c1" } },
});
const TEAM = {
  ...{ __typename: "AlertChannel", id: "c2", name: "Team", kind: "EMAIL", target: null, language: "KK" },
  ...{ addresses: ["ada@example.com", "bob@example.com"], alerts: ["RUN_FAILED"], isOn: true },
};
const open = (
  answer: object = created(null),
  mailFrom: string | null = "keruen@example.com",
  props: object = {},
) =>
  mountWithServer(AlertChannelPage, {
    props: { ...props },
    answers: {
      AlertChannels: { alertChannels: [TEAM] },
      UpdateAlertChannel: { updateAlertChannel: TEAM },
      MailFrom: { system: { mailFrom } },
      CreateAlertChannel: answer,
    },
  });

describe("AlertChannelPage", () => {
  test("makes a webhook, and shows its secret this once", async () => {
    const { type, click, server, text, router } = await open(created("whsec_abc"));
    await type("textbox", "Channel name", " Ops ");
    await type("url", "Webhook URL", "https://example.com/in");
    await click("checkbox", "Runs succeed again");
    await click("button", "Add a channel");
    await expect
      .poll(() => server.asked("CreateAlertChannel"))
      .toEqual([
        {
          input: {
            ...{ name: "Ops", kind: "WEBHOOK", target: "https://example.com/in" },
            alerts: ["RUN_FAILED", "RUN_AWAITING_APPROVAL", "REJECTED_SHARE_HIGH"],
          },
        },
      ]);
    await expect.poll(text).toContain("whsec_abc");
    expect(text()).not.toContain("Webhook URL");
    await click("link", "I have kept it");
    expect(router.currentRoute.value.path).toBe("/alerts");
  });

  test("mails people in their language, and says which address is none", async () => {
    const { type, click, server, text, router } = await open();
    await click("radio", /^E-mail/);
    await type("textbox", "Channel name", "Team");
    await type("textbox", "E-mail addresses", "ada@example.com,\nbob");
    await type("combobox", "Language of the mail", "KK");
    await click("button", "Add a channel");
    await expect.poll(text).toContain("“bob” is not an e-mail address.");
    await type("textbox", "E-mail addresses", "ada@example.com,\nbob@example.com");
    await click("button", "Add a channel");
    await expect
      .poll(() => server.asked("CreateAlertChannel"))
      .toMatchObject([
        { input: { kind: "EMAIL", addresses: ["ada@example.com", "bob@example.com"], language: "KK" } },
      ]);
    await expect.poll(() => router.currentRoute.value.path).toBe("/alerts");
  });

  test("says that nothing can be mailed before a mail server is set up", async () => {
    const { click, get, text } = await open(created(null), null);
    expect(get("button", "Add a channel")).toHaveProperty("disabled", false);
    await click("radio", /^E-mail/);
    expect(text()).toContain("No mail server is set up");
    expect(get("button", "Add a channel")).toHaveProperty("disabled", true);
  });

  test("says what is missing, and what the server finds wrong", async () => {
    const issues = [{ path: "target", code: "address-not-public", message: "Use a public address." }];
    const refusal = { __typename: "InvalidInput", code: "invalid-input", message: "No.", issues };
    const { type, click, server, text } = await open({ createAlertChannel: refusal });
    await click("button", "Add a channel");
    await expect.poll(text).toContain("Give the channel a name.");
    expect(server.asked("CreateAlertChannel")).toEqual([]);
    await type("textbox", "Channel name", "Ops");
    await type("url", "Webhook URL", "https://10.0.0.1/");
    await click("button", "Add a channel");
    await expect
      .poll(text)
      .toContain("Use a public address. Whoever operates Keruen can allow private ones.");
  });

  test("changes a channel, but not what it is", async () => {
    const { get, type, click, server, router } = await open(undefined, undefined, { channelId: "c2" });
    expect(() => get("radio", /^E-mail/)).toThrow();
    expect(get("textbox", "E-mail addresses")).toHaveProperty("value", "ada@example.com\nbob@example.com");
    await type("textbox", "E-mail addresses", "ada@example.com");
    await click("checkbox", "Runs succeed again");
    await click("button", "Save");
    await expect
      .poll(() => server.asked("UpdateAlertChannel"))
      .toEqual([
        {
          input: {
            ...{ id: "c2", name: "Team", addresses: ["ada@example.com"], language: "KK" },
            alerts: ["RUN_FAILED", "RUN_RECOVERED"],
          },
        },
      ]);
    await expect.poll(() => router.currentRoute.value.path).toBe("/alerts");
  });

  test("says that there is no such channel", async () => {
    const { text } = await open(undefined, undefined, { channelId: "gone" });
    expect(text()).toContain("This is not here, or no longer.");
  });
});
