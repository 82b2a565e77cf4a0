import type { SendGridClient } from "@keruen/core";
import { crashable } from "../../platform/crash-points/crash-points.ts";

/** The same client; what it does to an account can be died beside. */
export const withCrashPoints = (client: SendGridClient): SendGridClient => ({
  ...client,
  upsertContacts: (...given) => crashable("upsert-contacts", () => client.upsertContacts(...given)),
  startImport: (...given) => crashable("start-import", () => client.startImport(...given)),
  uploadFile: (...given) => crashable("upload-file", () => client.uploadFile(...given)),
  startExport: (...given) => crashable("start-export", () => client.startExport(...given)),
  deleteContacts: (...given) => crashable("delete-contacts", () => client.deleteContacts(...given)),
  removeFromList: (...given) => crashable("remove-from-list", () => client.removeFromList(...given)),
});
