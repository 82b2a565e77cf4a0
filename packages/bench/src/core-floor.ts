/**
 * The floor of bench `core`: the same work for exactly these ten fields, written by hand for Node, in one loop.
 *
 * Reads  : profiles.
 * Writes : nothing.
 * Used by: `core.ts`, which first proves that both send the same bytes and reject the same profiles.
 */
import type { Profile } from "./profiles.ts";

const MAX_CONTACTS = 30_000;
const MAX_BYTES = 3_900_000;

type Contact = { readonly id: string; readonly email: string; readonly json: string };
type Rejected = { readonly id: string; readonly code: string; readonly field: string };

/** As much as it takes to send a batch again without one of its contacts, and to account for everybody. */
export type FloorBatch = {
  readonly contacts: readonly Contact[];
  readonly rejected: readonly Rejected[];
  readonly body: Buffer;
};

export function* floorBatches(profiles: readonly Profile[], listId: string): Generator<FloorBatch> {
  const start = `{"list_ids":["${listId}"],"contacts":[`;
  let contacts: Contact[] = [];
  let rejected: Rejected[] = [];
  let body = start;
  let bytes = start.length + 2;

  for (const { id, attributes } of profiles) {
    const contact = makeContact(id, attributes);
    if ("code" in contact) {
      rejected.push(contact);
      continue;
    }
    const contactBytes = Buffer.byteLength(contact.json);
    if (contacts.length === MAX_CONTACTS || bytes + 1 + contactBytes > MAX_BYTES) {
      yield { contacts, rejected, body: Buffer.from(`${body}]}`) };
      contacts = [];
      rejected = [];
      body = start;
      bytes = start.length + 2;
    }
    body += contacts.length === 0 ? contact.json : `,${contact.json}`;
    bytes += contactBytes + (contacts.length === 0 ? 0 : 1);
    contacts.push(contact);
  }
  if (contacts.length > 0 || rejected.length > 0)
    yield { contacts, rejected, body: Buffer.from(`${body}]}`) };
}

function makeContact(id: string, attributes: Profile["attributes"]): Contact | Rejected {
  const address = attributes.Email;
  if (typeof address !== "string" || address.trim() === "")
    return { id, code: "email-missing", field: "email" };
  if (address.length > 254) return { id, code: "too-long", field: "email" };
  if (address.indexOf("@") > 64 || !EMAIL.test(address))
    return { id, code: "email-malformed", field: "email" };
  const email = address.toLowerCase();

  const firstName = text('"first_name":', attributes.FirstName, 50);
  if (firstName === null) return { id, code: "too-long", field: "first_name" };
  const lastName = text('"last_name":', attributes.LastName, 50);
  if (lastName === null) return { id, code: "too-long", field: "last_name" };
  const country = text('"country":', spelt(COUNTRIES, attributes.Country), 50);
  if (country === null) return { id, code: "too-long", field: "country" };
  const region = text('"state_province_region":', spelt(REGIONS, attributes.Region), 50);
  if (region === null) return { id, code: "too-long", field: "state_province_region" };
  const city = text('"city":', attributes.City, 60);
  if (city === null) return { id, code: "too-long", field: "city" };
  const postalCode = text('"postal_code":', attributes.PostalCode, Number.POSITIVE_INFINITY);
  const tier = text('"e1_T":', attributes.Tier, 1_000);
  if (tier === null) return { id, code: "too-long", field: "e1_T" };
  const points = number('"e2_N":', attributes.Points);
  if (points === null) return { id, code: "number-malformed", field: "e2_N" };
  const joined = date('"e3_D":', attributes.Joined);
  if (joined === null) return { id, code: "date-malformed", field: "e3_D" };

  const custom = tier + points + joined;
  const customFields = custom === "" ? "" : `,"custom_fields":{${custom.slice(1)}}`;
  const json = `{"email":"${email}"${firstName}${lastName}${country}${region}${city}${postalCode}${customFields}}`;
  return { id, email, json };
}

const EMAIL =
  /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)*(?!\d+$)[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/i;

type Value = string | number | null | undefined;

/** The spellings of exactly the places there are. */
const COUNTRIES = new Map([
  ["Қазақстан", "Kazakhstan"],
  ["Kazakhstan", "Kazakhstan"],
  ["Türkiye", "Türkiye"],
  ["Россия", "Russian Federation"],
  ["Germany", "Germany"],
]);
const REGIONS = new Map(
  ["Алматы облысы", "Almaty", "Ankara", "Омская область", "Berlin"].map((name) => [name, name]),
);

const spelt = (names: ReadonlyMap<Value, string>, value: Value): Value => names.get(value) ?? value;

function text(key: string, value: Value, limit: number): string | null {
  if (value === null || value === undefined) return "";
  const string = typeof value === "string" ? value : String(value);
  if (string.trim() === "") return "";
  if (string.length > limit && [...string].length > limit) return null;
  return `,${key}${SPECIAL.test(string) ? JSON.stringify(string) : `"${string}"`}`;
}

const SPECIAL = /[^ !#-[\]-\ud7ff\ue000-\uffff]/;

function number(key: string, value: Value): string | null {
  if (value === null || value === undefined) return "";
  if (typeof value === "string" && value.trim() === "") return "";
  const number = typeof value === "number" ? value : NUMBER.test(value) ? Number(value) : Number.NaN;
  return Math.abs(number) <= Number.MAX_SAFE_INTEGER ? `,${key}${number}` : null;
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

function date(key: string, value: Value): string | null {
  if (value === null || value === undefined) return "";
  const string = typeof value === "string" ? value : String(value);
  if (string.trim() === "") return "";
  const parts = DATE.exec(string);
  if (!parts) return null;
  const [, day, year, month, dayOfMonth, time = "00:00:00", zone = "Z"] = parts;
  if (Number(dayOfMonth) > 28 && Number(dayOfMonth) > new Date(Number(year), Number(month), 0).getDate())
    return null;
  if (zone === "Z") return `,${key}"${day}T${time}Z"`;
  return `,${key}"${new Date(`${day}T${time}${zone}`).toISOString().slice(0, 19)}Z"`;
}

const DATE =
  /^((\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))(?:[T ]((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)?)?$/;
