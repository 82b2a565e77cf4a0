/**
 * Records of deliveries, in memory: whom an export has put on its list, and with what.
 *
 * Reads  : –
 * Writes : its own memory.
 * Used by: `run-schedule.ts`, and the mirror's test.
 */
import type { DeliveryRecords, PreparedContact } from "@keruen/core";

type Contact = Pick<PreparedContact, "email" | "json">;
type Delivery = { readonly address: string; readonly contactId: string | null; readonly json: string };

export function deliveryRecords() {
  const rows = new Map<string, Delivery>();
  return {
    rows: rows as ReadonlyMap<string, Delivery>,
    delivered: ({ email, json }: Contact) => void rows.set(email, { address: email, contactId: null, json }),
    /** Whether it is on the list as it is. */
    holds: ({ email, json }: Contact): boolean => rows.get(email)?.json === json,

    /** As `mirrorList` works with them, when the current run has these addresses and other exports claim those. */
    forRun: (current: readonly string[], claimed: readonly string[]): DeliveryRecords => ({
      async *leavers() {
        const stay = new Set([...current, ...claimed]);
        for (const row of [...rows.values()]) if (!stay.has(row.address)) yield row;
      },
      async unlearnContactIds() {
        for (const row of rows.values()) rows.set(row.address, { ...row, contactId: null });
      },
      async learnContactIds(members) {
        for (const { email, contactId } of members) {
          const row = rows.get(email);
          if (row) rows.set(email, { ...row, contactId });
        }
      },
      async forget(addresses) {
        for (const address of addresses) rows.delete(address);
      },
    }),
  };
}

export type Records = ReturnType<typeof deliveryRecords>;
