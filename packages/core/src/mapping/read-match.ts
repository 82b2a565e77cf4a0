/**
 * The source end of a match: what a profile has for it.
 *
 * Reads  : attributes.
 * Writes : nothing. Pure.
 * Used by: `compileMatching` and `matchedValues`.
 */
import { unreachable } from "../result.ts";
import type { Attributes, Match } from "./data-matching.ts";
import { parseTemplate, type TemplatePart } from "./template.ts";

/** Made once for a match, called for every profile. */
export type ReadMatch = (attributes: Attributes) => unknown;

/** @throws {Error} for a template that `checkMatching` would have refused. */
export function readMatch({ kind, value }: Match): ReadMatch {
  switch (kind) {
    case "field":
      if (value in Object.prototype)
        return (attributes) => (Object.hasOwn(attributes, value) ? attributes[value] : null);
      return (attributes) => attributes[value];
    case "constant":
      return () => value;
    case "template": {
      const template = parseTemplate(value);
      if (!template.ok) throw new Error("A template with unpaired braces reached a run.");
      return (attributes) => render(template.value, attributes);
    }
    default:
      return unreachable(kind);
  }
}

/** Blank where every field in it is blank: `Dear {{first_name}}` alone says nothing about anybody. */
function render(parts: readonly TemplatePart[], attributes: Attributes): string {
  let text = "";
  let isFilled = false;
  for (const part of parts) {
    const value = "text" in part ? part.text : scalarText(attributes[part.field]);
    if ("field" in part && value.trim() !== "") isFilled = true;
    text += value;
  }
  return isFilled ? text.trim() : "";
}

function scalarText(attribute: unknown): string {
  return typeof attribute === "string" || typeof attribute === "number" || typeof attribute === "boolean"
    ? String(attribute)
    : "";
}
