import { describe, expect, test } from "vitest";
import en from "./en.json";
import kk from "./kk.json";

const leaves = (node: object, path = ""): [string, string][] =>
  Object.entries(node).flatMap(([key, value]) =>
    typeof value === "string"
      ? [[`${path}${key}`, value] as [string, string]]
      : leaves(value, `${path}${key}.`),
  );

const english = new Map(leaves(en));
const kazakh = new Map(leaves(kk));
const sources = import.meta.glob<string>("../**/*.{ts,vue}", {
  query: "?raw",
  import: "default",
  eager: true,
});
const code = Object.entries(sources)
  .filter(([path]) => !path.endsWith(".test.ts"))
  .map(([, text]) => text)
  .join("\n");

/** Every key that code writes out, and the beginning of every one that it puts together. */
const keyLike = /["'`]([a-z][A-Za-z]*(?:\.[\w$-]+)+|[a-z][A-Za-z]*(?:\.[\w-]+)*\.)(?:\$\{|["'`])/g;
const written = new Set([...code.matchAll(keyLike)].map(([, key]) => key as string));

describe("the messages", () => {
  test("are the same keys in both languages", () => {
    expect([...kazakh.keys()]).toEqual([...english.keys()]);
  });

  test("are sorted, so that a key has one place", () => {
    const inOrder = (node: object): boolean =>
      Object.keys(node).every((key, index, keys) => index === 0 || (keys[index - 1] as string) < key) &&
      Object.values(node).every((value) => typeof value === "string" || inOrder(value));
    expect([inOrder(en), inOrder(kk)]).toEqual([true, true]);
  });

  test("take the same values in both languages", () => {
    const values = (text = "") => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
    for (const [key, text] of english) expect([key, values(kazakh.get(key))]).toEqual([key, values(text)]);
  });

  test("are in Kazakh where they are Kazakh: no message was left in English", () => {
    const same = [...english].filter(([key, text]) => kazakh.get(key) === text && !/^\{\w+\}$/.test(text));
    expect(same).toEqual([]);
  });

  test("are all there: no screen asks for a key that does not exist", () => {
    const groups = new Set(Object.keys(en));
    const asked = [...written].filter((key) => groups.has(key.split(".")[0] ?? ""));
    const isThere = (key: string) =>
      english.has(key) ||
      [...english.keys()].some((known) => known.startsWith(key.endsWith(".") ? key : `${key}.`));
    expect(asked.filter((key) => !isThere(key))).toEqual([]);
    expect(asked.length).toBeGreaterThan(200);
  });

  test("are all used: none outlives its screen", () => {
    const prefixes = [...written].filter((key) => key.endsWith("."));
    const isUsed = (key: string) => written.has(key) || prefixes.some((prefix) => key.startsWith(prefix));
    expect([...english.keys()].filter((key) => !isUsed(key))).toEqual([]);
  });
});

test("the walk has the exact Kazakh words of the page it comes from", () => {
  const words = {
    "frame.groups.admin": "Әкімші",
    "frame.links.destinations": "Экспорттық межелі орындар",
    "frame.links.overview": "Шолу",
    "destinations.setUp": "Орнату",
    "destinations.name": "Көрсетілетін атауы",
    "destinations.key.label": "SendGrid API кілті",
    "destinations.list.label": "SendGrid тізімінің идентификаторы",
    "destinations.consent.title": "Деректер құпиялығы мен сәйкестігі",
    "destinations.consent.agree": "Мен келісемін",
    "destinations.connect": "Қосылу",
    "destinations.exportUser.add": "Өзіңізді экспорт пайдаланушысы ретінде қосу",
    "actions.next": "Келесі",
    "exports.steps.matching": "Деректерді салыстыру",
    "exports.fields.email": "Электрондық пошта",
    "exports.fields.first_name": "Аты",
    "exports.fields.last_name": "Тегі",
    "exports.fields.country": "Ел/аймақ",
    "exports.fields.state_province_region": "Облыс",
    "exports.fields.city": "Қала",
    "exports.fields.postal_code": "Пошта индексі",
    "actions.save": "Сақтау",
  };
  expect(Object.fromEntries(Object.keys(words).map((key) => [key, kazakh.get(key)]))).toEqual(words);
});
