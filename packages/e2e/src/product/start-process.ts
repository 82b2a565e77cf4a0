import { type ChildProcess, fork } from "node:child_process";

export type RunningProcess = {
  readonly pid: number;
  /** By which signal it ended, once it has; null where it ended by itself. */
  readonly ended: Promise<NodeJS.Signals | null>;
  /** What it printed so far. */
  output(): string;
  /** Asks it to end and waits until it has. */
  stop(): Promise<void>;
  /** Ends it where it stands, as a crash would. */
  kill(): Promise<void>;
};

/** A program that ended before it was ready. */
export class EndedEarly extends Error {
  readonly signal: NodeJS.Signals | null;

  constructor(file: string, code: number | null, signal: NodeJS.Signals | null, output: string) {
    super(`${file} ended with ${code ?? signal}:\n${output}`);
    this.signal = signal;
  }
}

/** Starts a program with a channel, so that it ends with us, and waits until it says that it is ready. @throws {EndedEarly} */
export async function startProcess<Ready>(
  file: string,
  env: Readonly<Record<string, string>>,
  readReady: (output: string, message: unknown) => Ready | undefined,
  execArgv: readonly string[] = [],
): Promise<RunningProcess & { readonly ready: Ready }> {
  const child = fork(file, {
    execArgv: [...execArgv],
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => {
    child.once("exit", (_code, signal) => resolve(signal));
  });
  let output = "";
  const ready = await new Promise<Ready>((resolve, reject) => {
    const look = (message?: unknown) => {
      const value = readReady(output, message);
      if (value !== undefined) resolve(value);
    };
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (text: Buffer) => {
        output += text.toString();
        look();
      });
    }
    child.on("message", look);
    child.once("close", (code, signal) => reject(new EndedEarly(file, code, signal, output)));
  });
  return {
    pid: child.pid!,
    ready,
    ended,
    output: () => output,
    stop: () => end(child, "SIGTERM"),
    kill: () => end(child, "SIGKILL"),
  };
}

async function end(child: ChildProcess, signal: "SIGTERM" | "SIGKILL"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  await ended;
}
