/**
 * Mounts a component as the console would, with a server that the test speaks for.
 *
 * Reads  : the answers of a test.
 * Writes : a page in the test's document, gone again after the test.
 * Used by: component and composable tests.
 */
import ui from "@nuxt/ui/vue-plugin";
import urql from "@urql/vue";
import { enableAutoUnmount, flushPromises, mount } from "@vue/test-utils";
import { afterEach, vi } from "vitest";
import { type Component, defineComponent, h } from "vue";
import { createMemoryHistory, createRouter } from "vue-router";
import { createLiveConnection, LiveConnectionKey } from "../graphql/live-connection.ts";
import type { Language } from "../i18n/format.ts";
import { createMessages, showLanguage } from "../i18n/i18n.ts";
import { type Answers, createFakeServer } from "./fake-server.ts";

enableAutoUnmount(afterEach);

export type MountOptions = {
  readonly props?: Readonly<Record<string, unknown>>;
  readonly answers?: Answers;
  readonly language?: Language;
};

export async function mountWithServer(
  component: Component,
  { props = {}, answers = {}, language = "en" }: MountOptions = {},
) {
  const server = createFakeServer(answers);
  const connection = createLiveConnection();
  connection.opened();

  const messages = createMessages();
  await showLanguage(messages.global, language);
  const nowhere = defineComponent({ render: () => h("div") });
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: "/:path(.*)*", component: nowhere }],
  });

  const wrapper = mount(component, {
    props,
    attachTo: document.body,
    global: {
      plugins: [router, messages, ui, [urql, server.client]],
      provide: { [LiveConnectionKey as symbol]: connection },
    },
  });
  await settled();

  return {
    wrapper,
    server,
    connection,
    router,
    /** The text of the page as it is read: a blank between two elements, hard blanks soft. */
    text: () => textOf(wrapper.element),
    async serverSends(subscription: string, data: object) {
      server.send(subscription, data);
      await flushPromises();
    },
    /** A control by its role and accessible name, as a person finds it. */
    get: (role: string, name: string | RegExp) => byRole(document.body, role, name),
    /** @param within - a selector, where the name alone stands in more than one place. */
    async click(role: string, name: string | RegExp, within = "body") {
      byRole(document.querySelector<HTMLElement>(within) ?? document.body, role, name).click();
      await settled();
    },
    async type(role: string, name: string | RegExp, text: string) {
      const control = byRole(document.body, role, name) as HTMLInputElement;
      control.value = text;
      control.dispatchEvent(new Event("input", { bubbles: true }));
      control.dispatchEvent(new Event("change", { bubbles: true }));
      await flushPromises();
    },
  };
}

/** Parts of a page may be loaded only when they are shown. */
async function settled(): Promise<void> {
  await flushPromises();
  await vi.dynamicImportSettled();
  await flushPromises();
}

/** Runs a composable where it has a client and a connection, and hands out what it returned. */
export async function useWithServer<Result>(setup: () => Result, options: MountOptions = {}) {
  let result: Result | undefined;
  const host = defineComponent({
    setup() {
      result = setup();
      return () => h("div");
    },
  });
  const mounted = await mountWithServer(host, options);
  return { ...mounted, result: result as Result };
}

const ROLES: Readonly<Record<string, string>> = {
  button: "button, [role=button]",
  link: "a[href]",
  combobox: "[role=combobox], select",
  time: "input[type=time]",
  url: "input[type=url]",
  textbox: "input:not([type]), input[type=text], input[type=password], input[type=search], textarea",
  checkbox: "[role=checkbox], input[type=checkbox]",
  option: "[role=option], option",
};

function byRole(root: HTMLElement, role: string, name: string | RegExp): HTMLElement {
  const candidates = [...root.querySelectorAll<HTMLElement>(ROLES[role] ?? `[role=${role}]`)];
  const fits = (element: HTMLElement) => {
    const found = accessibleName(element);
    return typeof name === "string" ? found === name : name.test(found);
  };
  const element = candidates.find(fits);
  if (!element) {
    throw new Error(`No ${role} “${name}”. There are: ${candidates.map(accessibleName).join(" · ")}`);
  }
  return element;
}

function accessibleName(element: HTMLElement): string {
  const named = element.getAttribute("aria-labelledby") ?? "";
  const name =
    element.getAttribute("aria-label") ||
    document.getElementById(named)?.textContent ||
    document.querySelector(`label[for="${element.id}"]`)?.textContent ||
    element.textContent;
  return (name ?? "").replace(/\s+/g, " ").trim();
}

function textOf(root: Node): string {
  const words: string[] = [];
  const walker = document.createTreeWalker(root.parentNode ?? root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) words.push(walker.currentNode.textContent ?? "");
  return words.join(" ").replace(/\s+/g, " ");
}
