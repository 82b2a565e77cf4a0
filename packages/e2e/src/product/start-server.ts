import path from "node:path";
import { fileURLToPath } from "node:url";
import { type RunningProcess, startProcess } from "./start-process.ts";

/** `ready` is its address. */
export type Listening = RunningProcess & { readonly ready: string };
export type Environment = Readonly<Record<string, string>>;

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../../..");

export const at = (file: string) => path.join(ROOT, file);

/** One process of the server, as `npm start` runs it. */
export const startServer = (settings: Environment): Promise<Listening> =>
  startProcess(
    at("apps/server/dist/main.js"),
    {
      ...{ SANDBOX: "1", CONSOLE_DIR: at("apps/console/dist"), LOG_LEVEL: "warn" },
      NODE_COMPILE_CACHE: at("node_modules/.cache/keruen-e2e"), // a fifth less to start, which tests do hundreds of times
      ...settings,
    },
    (_output, message) => (message as { address?: string } | undefined)?.address,
    ["--max-old-space-size=116", "--max-semi-space-size=4"],
  );

/** @param options - the simulator's, as its environment has them. */
export const startSendGrid = (options: Environment = {}): Promise<Listening> =>
  startProcess(
    at("packages/sendgrid-simulator/dist/main.js"),
    { PORT: "0", JOB_DELAY_MS: "200", JOB_LINGER_MS: "100", ...options },
    (output) => /SendGrid simulator: (\S+)/.exec(output)?.[1],
  );
