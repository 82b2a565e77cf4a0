import type { AlertDeliveryEntity } from "./alert-delivery.entity.ts";

/** A webhook's body. Fields are added, never changed or taken away. */
export type AlertMessage = {
  /** The same however often it is sent: whoever has taken it already lets it pass. */
  readonly id: string;
  readonly kind: string;
  /** ISO 8601. */
  readonly createdAt: string;
  /** The run's page. */
  readonly url: string | null;
} & AlertDeliveryEntity["facts"];

/** @param consoleUrl - where people reach the console. */
export function alertMessage(
  { id, kind, createdAt, runId, facts }: AlertDeliveryEntity,
  consoleUrl: string,
): AlertMessage {
  const url = runId === null ? null : new URL(`/runs/${runId}`, consoleUrl).href;
  return { id, kind, createdAt: createdAt.toISOString(), url, ...facts };
}
