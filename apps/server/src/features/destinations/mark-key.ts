import type { EntityManager } from "typeorm";

/** SendGrid has answered 401 or 403: the destination says so until a request succeeds. */
export const markKeyRefused = (db: EntityManager, destinationId: string): Promise<unknown> =>
  db.query("update destination set state = 'KEY_REFUSED' where id = $1", [destinationId]);

/** SendGrid takes the key. Writes only where the destination said otherwise. */
export const markKeyAccepted = (db: EntityManager, destinationId: string): Promise<unknown> =>
  db.query(
    `update destination set state = case when export_user_id is null then 'NEEDS_EXPORT_USER' else 'READY' end
     where id = $1 and state = 'KEY_REFUSED'`,
    [destinationId],
  );
