import { QueryFailedError } from "typeorm";

const UNDEFINED_TABLE = "42P01";
/** Classes of SQLSTATE that a second attempt would meet again: data, constraints, missing things, limits. */
const LASTING = new Set(["22", "23", "42", "54"]);

/** What to tell people of an error that will not go away by itself; null: trying again may help. */
export function describeLoadFailure(error: unknown): string | null {
  if (!(error instanceof QueryFailedError)) return null;
  const code = String((error.driverError as { code?: unknown }).code ?? "");
  if (code === UNDEFINED_TABLE)
    return "The uploaded file is gone. Remove this source and send the file again.";
  if (!LASTING.has(code.slice(0, 2))) return null;
  return `The database refused a row of the file (${code}). Remove this source, and send the file again without that row; your operator's log has the details.`;
}
