/** Why one line did not become a row. The rest of the file goes on. */
export type LineFault = { readonly code: LineFaultCode; readonly message: string };

export type LineFaultCode =
  | "column-count"
  | "quote-unclosed"
  | "quote-stray"
  | "record-too-large"
  | "not-utf8"
  | "null-character"
  | "unpaired-surrogate"
  | "not-json"
  | "not-an-object"
  | "nested-too-deep"
  | "unusable-name"
  | "too-many-columns";

/** Bytes of one record, and so of what is held at a time. */
export const MAX_RECORD_BYTES = 1_048_576;

/** Columns of one file, and keys over all objects of one. */
export const MAX_COLUMNS = 1_000;

/** Characters of a column's name. */
export const MAX_NAME_LENGTH = 200;

const fault = (code: LineFaultCode, message: string): LineFault => ({ code, message });

export const FAULTS = {
  quoteUnclosed: fault(
    "quote-unclosed",
    'A value begins with a quote (") that is never closed. Close it, or double it if it belongs to the value.',
  ),
  quoteStray: fault(
    "quote-stray",
    'A quote (") stands inside a value. Put the value in quotes and double the quotes inside it.',
  ),
  recordTooLarge: fault("record-too-large", `A row may have up to ${MAX_RECORD_BYTES} bytes.`),
  notUtf8: fault("not-utf8", "It is not UTF-8. Save the file with the encoding UTF-8."),
  nullCharacter: fault("null-character", "It holds the character U+0000, which no database text can hold."),
  unpairedSurrogate: fault("unpaired-surrogate", "It holds half of a character (an unpaired surrogate)."),
  notJson: fault("not-json", "It is not JSON. Every line needs one whole object."),
  notAnObject: fault("not-an-object", "It is JSON, but not an object."),
  nestedTooDeep: fault("nested-too-deep", "Lists and objects are nested more than 50 deep."),
  unusableName: fault(
    "unusable-name",
    `A field has no name, or one of more than ${MAX_NAME_LENGTH} characters.`,
  ),
  tooManyColumns: fault(
    "too-many-columns",
    `A file may have up to ${MAX_COLUMNS} fields over all its objects.`,
  ),
} as const;

export const columnCountFault = (found: number, expected: number): LineFault =>
  fault("column-count", `It has ${found} values where the header has ${expected}.`);
