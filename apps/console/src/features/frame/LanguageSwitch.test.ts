import { flushPromises } from "@vue/test-utils";
import { expect, test } from "vitest";
import { preferredLanguage } from "../../i18n/i18n.ts";
import { mountWithServer } from "../../testing/mount-with-server.ts";
import LanguageSwitch from "./LanguageSwitch.vue";

test("changes the words and the page's language at once, and keeps the choice for the next visit", async () => {
  const { wrapper, click, text } = await mountWithServer(LanguageSwitch);
  expect(text()).toContain("Language");

  await click("button", "Қазақша");
  await wordsAreThere();
  expect(text()).toContain("Тіл");
  expect(document.documentElement.lang).toBe("kk");
  expect(wrapper.findAll("[aria-pressed=true]").map((button) => button.text())).toEqual(["Қазақша"]);
  expect(preferredLanguage()).toBe("kk");

  await click("button", "English");
  expect(text()).toContain("Language");
  expect(preferredLanguage()).toBe("en");
});

/** The words come in by a chunk of their own. */
async function wordsAreThere() {
  await import("../../i18n/kk.json");
  await flushPromises();
}
