/**
 * A destination says so when SendGrid refuses its key, and no longer once a request succeeds.
 *
 * Reads  : every answer to a request that carried the key.
 * Writes : `destination.state`, only where it changes.
 * Used by: `OpenSendGrid`, so that nobody who uses an account has to think of it.
 */
import { failureOf, type HttpRequest, type HttpResponse, parseApiKey, type Transport } from "@keruen/core";
import type { EntityManager } from "typeorm";
import type { DestinationEntity } from "./destination.entity.ts";

export function noteKeyState(
  transport: Transport,
  db: EntityManager,
  { id, state }: Pick<DestinationEntity, "id" | "state">,
): Transport {
  let isRefused = state === "KEY_REFUSED";
  return async (request) => {
    const response = await transport(request);
    const refuses = isKeyRefused(request, response);
    const keyId = keyIdOf(request);
    if (keyId !== null && refuses !== isRefused && (refuses || response.status < 300)) {
      await (refuses ? markKeyRefused(db, id, keyId) : markKeyAccepted(db, id));
      isRefused = refuses;
    }
    return response;
  };
}

/** A 403 may also say that the account is full, or that the key may not read something beside marketing. */
function isKeyRefused({ url }: HttpRequest, response: HttpResponse): boolean {
  if (response.status !== 403) return response.status === 401;
  const isMarketing = new URL(url).pathname.startsWith("/v3/marketing/");
  return isMarketing && failureOf(response, Date.now()).code === "forbidden";
}

/** The public part of the key that a request carried; null where it carried none. */
function keyIdOf({ headers }: HttpRequest): string | null {
  const key = parseApiKey(headers.authorization?.replace(/^Bearer /, "") ?? "");
  return key.ok ? key.value.keyId : null;
}

/** A key that has been replaced meanwhile says nothing about the new one. */
const markKeyRefused = (db: EntityManager, id: string, keyId: string): Promise<unknown> =>
  db.query("update destination set state = 'KEY_REFUSED' where id = $1 and api_key_id = $2", [id, keyId]);

const markKeyAccepted = (db: EntityManager, id: string): Promise<unknown> =>
  db.query(
    `update destination set state = case when export_user_id is null then 'NEEDS_EXPORT_USER' else 'READY' end
     where id = $1 and state = 'KEY_REFUSED'`,
    [id],
  );
