/**
 * The account's API keys, drawn at random when the database is new.
 *
 * Reads  : api_key.
 * Writes : api_key.
 * Used by: `authenticate.ts`, and the control plane, which hands them out.
 */
import type { Draw } from "../draw.ts";
import type { Database } from "../storage/database.ts";

/**
 * What a key is there to show: one that may do all, one made with "Marketing: Full Access" and nothing else, one that
 * lacks just that, one that was revoked.
 */
export const KEY_KINDS = ["GOOD", "MARKETING_ONLY", "WITHOUT_MARKETING", "REVOKED"] as const;
export type KeyKind = (typeof KEY_KINDS)[number];

export type AccountKey = {
  readonly kind: KeyKind;
  /** `SG.` + 22 + `.` + 43 characters, as SendGrid's own are. */
  readonly apiKey: string;
  readonly scopes: readonly string[];
  readonly isRevoked: boolean;
};

const COMMON_SCOPES = ["mail.send", "user.account.read", "user.email.read", "sender_verification_eligible"];

/** @see docs.sendgrid.com "Teammate permissions", the groups Marketing and Suppressions */
const MARKETING_SCOPES = [
  "marketing.automation.read",
  "marketing.read",
  "marketing_campaigns.create",
  "marketing_campaigns.delete",
  "marketing_campaigns.read",
  "marketing_campaigns.update",
];
const SUPPRESSION_SCOPES = [
  "asm.groups.create",
  "asm.groups.read",
  "asm.groups.suppressions.create",
  "asm.groups.suppressions.delete",
  "asm.groups.suppressions.read",
  "suppression.create",
  "suppression.delete",
  "suppression.read",
  "suppression.unsubscribes.read",
];

type KeyRow = { kind: KeyKind; secret: string; scopes: string; revoked: number };

export class AccountKeys {
  readonly #database: Database;
  readonly #draw: Draw;
  constructor(database: Database, draw: Draw) {
    this.#database = database;
    this.#draw = draw;
  }

  /** Draws the keys unless they are there. */
  ensure(): void {
    for (const kind of KEY_KINDS) {
      const scopes = [
        ...(kind === "MARKETING_ONLY" ? [] : [...COMMON_SCOPES, ...SUPPRESSION_SCOPES]),
        ...(kind === "WITHOUT_MARKETING" ? [] : MARKETING_SCOPES),
      ];
      this.#database.run(
        "insert or ignore into api_key (kind, secret, scopes, revoked) values (?, ?, ?, ?)",
        kind,
        drawnApiKey(this.#draw),
        JSON.stringify(scopes.toSorted()),
        kind === "REVOKED" ? 1 : 0,
      );
    }
  }

  all(): AccountKey[] {
    const rows = this.#database.all<KeyRow>("select kind, secret, scopes, revoked from api_key");
    return rows.map(keyOf).toSorted((a, b) => KEY_KINDS.indexOf(a.kind) - KEY_KINDS.indexOf(b.kind));
  }

  find(apiKey: string): AccountKey | null {
    const row = this.#database.get<KeyRow>(
      "select kind, secret, scopes, revoked from api_key where secret = ?",
      apiKey,
    );
    return row ? keyOf(row) : null;
  }

  setRevoked(kind: KeyKind, isRevoked: boolean): void {
    this.#database.transaction(() =>
      this.#database.run("update api_key set revoked = ? where kind = ?", isRevoked ? 1 : 0, kind),
    );
  }
}

const keyOf = (row: KeyRow): AccountKey => ({
  kind: row.kind,
  apiKey: row.secret,
  scopes: JSON.parse(row.scopes) as string[],
  isRevoked: row.revoked === 1,
});

const drawnApiKey = (draw: Draw): string =>
  `SG.${draw.bytes(16).toString("base64url")}.${draw.bytes(32).toString("base64url")}`;
