import { fail, ok, type Result } from "@keruen/core";
import { FAULTS, type LineFault } from "./line-fault.ts";

/** Numbers that a double may not hold to the last digit. */
const LONG_NUMBER = /\d[\d.]{15}|\d[eE]/;
/** What JSON can spell out and a database text cannot hold. */
const SUSPECT_ESCAPE = /\\u(?:0000|[dD][89a-fA-F])/;
const MAX_DEPTH = 50;

/** One object of NDJSON, as JSON has it. A number that would lose digits stays text. */
export function parseObject(text: string): Result<Readonly<Record<string, unknown>>, LineFault> {
  const value = parseJson(text);
  if (value === undefined) return fail(FAULTS.notJson);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return fail(FAULTS.notAnObject);
  if (isDeeper(value, MAX_DEPTH)) return fail(FAULTS.nestedTooDeep);
  if (SUSPECT_ESCAPE.test(text)) {
    const spelled = strings(value);
    if (spelled.some((part) => part.includes("\0"))) return fail(FAULTS.nullCharacter);
    if (!spelled.every((part) => part.isWellFormed())) return fail(FAULTS.unpairedSurrogate);
  }
  return ok(value as Readonly<Record<string, unknown>>);
}

function parseJson(text: string): unknown {
  try {
    return LONG_NUMBER.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text);
  } catch {
    return undefined; // JSON.parse fails in one way: it is not JSON
  }
}

function keepDigits(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== "number" || context?.source === undefined) return value;
  const digits = context.source.replace(/[eE].*|\D/g, "").length;
  const isExact = Number.isFinite(value) && (digits <= 15 || String(value) === context.source);
  return isExact ? value : context.source;
}

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === "object" &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)));

/** Every text and key in it. */
function strings(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...strings(inner)]);
}
