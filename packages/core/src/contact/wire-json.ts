/**
 * Writing JSON and weighing it in one walk over each value: this is where a run spends its time.
 *
 * Reads  : values.
 * Writes : nothing. Pure.
 * Used by: `compileMatching`, `upsertBody`.
 */

/** Says that a text cannot stand between quotes as it is. */
export const NEEDS_ESCAPE = -1;

/**
 * How many bytes a text takes in UTF-8 beyond one for each of its UTF-16 units, or {@link NEEDS_ESCAPE} where it
 * has a quote, a backslash, a control character or a surrogate (which may be alone).
 */
export function plainExtraBytes(text: string): number {
  let extra = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) {
      if (unit < 0x20 || unit === 0x22 || unit === 0x5c) return NEEDS_ESCAPE;
    } else if (unit < 0x800) extra += 1;
    else if (unit < 0xd800 || unit > 0xdfff) extra += 2;
    else return NEEDS_ESCAPE;
  }
  return extra;
}

/** The same for any well-formed text, such as `JSON.stringify` makes, which escapes lone surrogates. */
export function extraBytes(text: string): number {
  let extra = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    extra += unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 1 : 2; // a pair is two units and four bytes
  }
  return extra;
}

/**
 * The same text in one piece. A text put together with `+` stays a tree of its pieces until it is read; many
 * such trees cost the garbage collector more than this copy (measured: a tenth of a run).
 */
export function inOnePiece(text: string): string {
  ANYTHING.test(text);
  return text;
}

const ANYTHING = /^/;
