import { type DestinationStream, type Logger, pino } from "pino";
import { loggableError } from "./loggable-error.ts";

export type { Logger };

/** What must never be in a line or an answer, wherever it came from: SendGrid keys, passwords in URLs. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/SG\.[\w-]{16,32}\.[\w-]{16,64}/g, "SG.[secret]"],
  [/(postgres(?:ql)?:\/\/[^:@/\s]+):[^@\s]+@/g, "$1:[secret]@"],
];

export const scrub = (line: string): string =>
  SECRETS.reduce((text, [pattern, safe]) => text.replace(pattern, safe), line);

/** JSON lines on standard output. Scrubbed last, so that no library's message can carry a secret out. */
export function createLogger(level: string, output: DestinationStream = process.stdout): Logger {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: loggableError } },
    { write: (line) => void output.write(scrub(line)) },
  );
}
