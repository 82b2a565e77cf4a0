/**
 * E-mail addresses: one spelling for each, or the reason why it is none.
 *
 * Reads  : what a source has in its e-mail column.
 * Writes : nothing. Pure.
 * Used by: the data matching, for the `email` field; duplicates are found by the result.
 */
import { fail, ok, type Result } from "../result.ts";
import type { Rejection } from "./rejection.ts";

const MAX_ADDRESS = 254;
const MAX_LOCAL_PART = 64;

/** RFC 5321 `Dot-string@Domain`: no quoted strings, comments or address literals; the last label is not a number. */
const ADDRESS =
  /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)*(?!\d+$)[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/i;

/** Marks that a copy from a web page or a right-to-left text leaves behind and nobody sees. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
const BLANK_ENDS =
  /^[\t \u00a0\u2000-\u200a\u202f\u205f\u3000]+|[\t \u00a0\u2000-\u200a\u202f\u205f\u3000]+$/g;
const ASCII = /^[\0-\x7f]*$/;

/**
 * The address as SendGrid keeps it: without blanks and invisible marks around it, in lower case, an
 * international domain in its ASCII form.
 *
 * Line breaks are refused, not cleaned: a cell that holds one holds more than an address. So is a local
 * part outside ASCII, because look-alike letters would fold into somebody else's address.
 *
 * @returns the address, at most 254 characters; or `email-missing`, `email-malformed`, `too-long`.
 */
export function normaliseEmail(raw: string): Result<string, Rejection> {
  if (ADDRESS.test(raw)) return withinLimits(raw);
  const address = raw.replace(INVISIBLE, "").replace(BLANK_ENDS, "");
  if (address === "") return fail(MISSING);
  const ascii = ASCII.test(address) ? address : withAsciiDomain(address);
  return ADDRESS.test(ascii) ? withinLimits(ascii) : fail(ascii.length > MAX_ADDRESS ? TOO_LONG : MALFORMED);
}

function withinLimits(address: string): Result<string, Rejection> {
  if (address.length > MAX_ADDRESS) return fail(TOO_LONG);
  if (address.indexOf("@") > MAX_LOCAL_PART) return fail(MALFORMED);
  return ok(address.toLowerCase());
}

/** `a@почта.рф` → `a@xn--80a1acny.xn--p1ai`, by the URL standard's rules for host names (UTS 46). */
function withAsciiDomain(address: string): string {
  const at = address.lastIndexOf("@");
  const domain = address.slice(at + 1);
  if (/[\0-,/:-@[-`{-\x7f]/.test(domain) || !URL.canParse(`http://${domain}`)) return address;
  return address.slice(0, at + 1) + new URL(`http://${domain}`).hostname;
}

const about = (code: Rejection["code"], message: string): Rejection => ({ code, field: "email", message });

const MISSING = about("email-missing", "The profile has no e-mail address.");
const MALFORMED = about("email-malformed", "This is not an e-mail address.");
const TOO_LONG: Rejection = {
  ...about("too-long", `SendGrid takes e-mail addresses of up to ${MAX_ADDRESS} characters.`),
  limit: MAX_ADDRESS,
};
