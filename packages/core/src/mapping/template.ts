import { fail, ok, type Result } from "../result.ts";

/** Text and profile fields, in turn. */
export type TemplatePart = { readonly text: string } | { readonly field: string };

const BRACES = /\{\{([^{}]*)\}\}/g;

/** Splits `{{first_name}} {{last_name}}` into its parts; fails where a brace has no partner or names nothing. */
export function parseTemplate(
  template: string,
): Result<readonly TemplatePart[], { readonly code: "template-malformed" }> {
  const parts: TemplatePart[] = [];
  let end = 0;
  for (const match of template.matchAll(BRACES)) {
    const field = (match[1] ?? "").trim();
    const text = template.slice(end, match.index);
    if (field === "" || hasBraces(text)) return fail({ code: "template-malformed" });
    if (text !== "") parts.push({ text });
    parts.push({ field });
    end = match.index + match[0].length;
  }
  const rest = template.slice(end);
  if (hasBraces(rest)) return fail({ code: "template-malformed" });
  if (rest !== "") parts.push({ text: rest });
  return ok(parts);
}

const hasBraces = (text: string) => text.includes("{{") || text.includes("}}");
