/**
 * How faults look at the object storage: two endpoints, and S3's words.
 *
 * Reads  : the request's method.
 * Writes : answers.
 * Used by: `object-storage.ts`, which hands it to `injectFaults`.
 */
import type { FaultSurface } from "../faults/inject-faults.ts";
import { type StorageError, sendStorageError } from "./storage-errors.ts";

const USUAL_ERRORS: Readonly<Record<number, StorageError>> = {
  403: "AccessDenied",
  404: "NoSuchKey",
  503: "SlowDown",
};

export const STORAGE_FAULTS: FaultSurface = {
  /** `PUT storage` or `GET storage`: the paths behind signed links are nobody's business. */
  endpointOf: ({ method }) => `${method} storage`,
  answer: (reply, status) =>
    sendStorageError(
      reply,
      USUAL_ERRORS[status] ?? (status < 500 ? "InvalidRequest" : "InternalError"),
      status,
    ),
};
