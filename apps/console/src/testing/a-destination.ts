import type { Destination } from "../features/destinations/destination.graphql.ts";

/** A destination that is ready, with what the test is about. */
export const aDestination = (facts: Partial<Destination> = {}): Destination => ({
  id: "d1",
  name: "Marketing",
  state: "READY",
  region: "GLOBAL",
  apiKeyId: "a".repeat(22),
  createdAt: "2026-11-24T08:00:00.000Z",
  exportCount: 0,
  contactLimit: null,
  defaultList: { id: "l1", name: "Newsletter" },
  exportUser: { id: "u1", name: "Aigerim" },
  consent: {
    agreedAt: "2026-11-24T08:00:00.000Z",
    textVersion: "2026-11-24",
    user: { id: "u1", name: "Aigerim" },
  },
  ...facts,
});
