/**
 * The SendGrid fields that a matching fills, for a preview that is asked for at every key stroke.
 *
 * Reads  : core's list of SendGrid's own fields; SendGrid itself only where a custom field is matched.
 * Writes : a copy in this process, kept for a minute for each destination. Runs and saving never use it.
 * Used by: `PreviewExport`.
 */
import { type Match, RESERVED_FIELDS, type TargetField } from "@keruen/core";
import type { OpenSendGrid } from "../destinations/open-send-grid.ts";

const FRESH_MS = 60_000;
/** A field that the copy lacks may have been made since. */
const FRESH_WITHOUT_ALL_MS = 2_000;

export class TargetFields {
  private readonly known = new Map<
    string,
    { readonly fields: readonly TargetField[]; readonly atMs: number }
  >();

  constructor(private readonly openSendGrid: OpenSendGrid) {}

  /** Fields of SendGrid's own are always there; custom ones as far as SendGrid answers. */
  async forMatching(
    destinationId: string | null,
    matching: readonly Match[],
  ): Promise<readonly TargetField[]> {
    const isOwn = matching.every(({ target }) => RESERVED_FIELDS.some(({ id }) => id === target));
    if (isOwn || destinationId === null) return RESERVED_FIELDS;
    const known = this.known.get(destinationId);
    if (known && Date.now() - known.atMs < freshMs(known.fields, matching)) return known.fields;
    const client = await this.openSendGrid.ofDestination(destinationId);
    const asked = client.ok ? await client.value.fieldDefinitions() : client;
    if (!asked.ok) return RESERVED_FIELDS;
    this.known.set(destinationId, { fields: asked.value, atMs: Date.now() });
    return asked.value;
  }
}

function freshMs(fields: readonly TargetField[], matching: readonly Match[]): number {
  const hasAll = matching.every(({ target }) => fields.some(({ id }) => id === target));
  return hasAll ? FRESH_MS : FRESH_WITHOUT_ALL_MS;
}
