/**
 * What is learnt of one column as its values go by, and the JSON that each is kept as.
 *
 * Reads  : the values, in order, once.
 * Writes : counts, and a bounded sample: it holds the same for ten rows and ten million.
 * Used by: `StagedRows`.
 *
 * `attributes ->> column` always gives the file's own text back: a text becomes a JSON number or boolean only
 * where that comes out the same. A blank value is no value.
 */
import { suggestTarget } from "@keruen/core";
import type { FieldType } from "../../profiles/field-type.ts";
import { isBooleanText, isDateText, isNumberText, looksLikeAddress } from "./value-type.ts";

/** Values by which a column is judged to tell one row from another. */
const UNIQUE_SAMPLE = 2_000;
const MAX_UNIQUE_LENGTH = 200;
const SAMPLES = 3;
const MAX_SAMPLE_LENGTH = 100;

export class ColumnTally {
  filledCount = 0;
  looksUnique = true;
  readonly samples: string[] = [];
  private addressCount = 0;
  private readonly seen = new Set<string>();
  private maybeNumber: boolean;
  private maybeBoolean: boolean;
  private maybeDate: boolean;

  constructor(readonly name: string) {
    const isOpen = suggestTarget(name) === null; // SendGrid's own fields are text: a postal code is no number
    this.maybeNumber = isOpen;
    this.maybeBoolean = isOpen;
    this.maybeDate = isOpen;
  }

  get type(): FieldType {
    if (this.filledCount === 0) return "TEXT";
    if (this.maybeNumber) return "NUMBER";
    if (this.maybeBoolean) return "BOOLEAN";
    return this.maybeDate ? "DATE" : "TEXT";
  }

  get looksLikeEmail(): boolean {
    return this.addressCount * 2 > this.filledCount;
  }

  /** @returns the JSON of a text, or null where it is blank. */
  takeText(text: string): string | null {
    if (text.trim() === "") return null;
    this.note(text);
    if (this.maybeNumber) {
      this.maybeNumber = isNumberText(text);
      if (this.maybeNumber && String(Number(text)) === text) return text;
    }
    if (this.maybeBoolean) {
      this.maybeBoolean = isBooleanText(text);
      if (text === "true" || text === "false") return text;
    }
    if (this.maybeDate) this.maybeDate = isDateText(text);
    return JSON.stringify(text);
  }

  /** The same for a value that JSON has typed already. */
  takeJson(value: unknown): string | null {
    if (value === null || value === undefined) return null;
    if (typeof value === "string" && value.trim() === "") return null;
    const json = JSON.stringify(value);
    this.note(typeof value === "string" ? value : json);
    this.maybeNumber &&= typeof value === "number";
    this.maybeBoolean &&= typeof value === "boolean";
    this.maybeDate &&= typeof value === "string" && isDateText(value);
    return json;
  }

  private note(text: string): void {
    this.filledCount++;
    if (looksLikeAddress(text)) this.addressCount++;
    if (this.samples.length < SAMPLES) this.sample(text);
    if (this.looksUnique && this.filledCount <= UNIQUE_SAMPLE) this.compare(text);
  }

  private sample(text: string): void {
    const sample = text.slice(0, MAX_SAMPLE_LENGTH).toWellFormed();
    if (!this.samples.includes(sample)) this.samples.push(sample);
  }

  private compare(text: string): void {
    this.looksUnique = text.length <= MAX_UNIQUE_LENGTH && !this.seen.has(text);
    if (this.looksUnique && this.filledCount < UNIQUE_SAMPLE) this.seen.add(text);
    else this.seen.clear();
  }
}
