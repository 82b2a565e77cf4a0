import { type ChildProcess, fork } from "node:child_process";

export type RunningProcess = {
  readonly pid: number;
  /** What it printed so far. */
  output(): string;
  /** Asks it to end and waits until it has. */
  stop(): Promise<void>;
  /** Ends it where it stands, as a crash would. */
  kill(): Promise<void>;
};

/** Starts a program with a channel, so that it ends with us, and waits until it says that it is ready. */
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
    child.once("close", (code) => reject(new Error(`${file} ended with ${code}:\n${output}`)));
  });
  return {
    pid: child.pid!,
    ready,
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
