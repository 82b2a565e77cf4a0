/**
 * Dominic Sayers' is_email test set: 164 addresses, each with its category.
 *
 * @see https://github.com/dominicsayers/isemail
 */
import xml from "email-addresses/test/tests.xml?raw";

export type IsEmailCase = { readonly id: string; readonly address: string; readonly category: string };

export const isEmailCases: readonly IsEmailCase[] = [
  ...xml.matchAll(/<test id="(\d+)">([\s\S]*?)<\/test>/g),
].map(([, id = "", test = ""]) => ({
  id,
  address: withControls(unescapeXml(element(test, "address"))),
  category: element(test, "category").replace("ISEMAIL_", ""),
}));

function element(xml: string, name: string): string {
  return new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(xml)?.[1] ?? "";
}

function unescapeXml(text: string): string {
  return text
    .replace(/&#x([\da-f]+);/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&amp;", "&");
}

/** The set writes control characters as their symbols, `␇` for U+0007. */
function withControls(text: string): string {
  return text.replace(/[\u2400-\u241f]/g, (symbol) => String.fromCharCode(symbol.charCodeAt(0) - 0x2400));
}
