import { type ChildProcess, type ForkOptions, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { describe, expect, onTestFinished, test } from "vitest";
import { readOptions } from "./read-options.ts";

const MAIN = new URL("main.ts", import.meta.url).pathname;

async function listening(child: ChildProcess): Promise<string> {
  onTestFinished(() => void child.kill("SIGKILL"));
  const [line] = (await once(child.stdout as NonNullable<ChildProcess["stdout"]>, "data")) as [Buffer];
  return line.toString();
}

describe("the process", () => {
  test.each(["SIGTERM", "SIGINT"] as const)(
    "prints its address and nothing else, and ends in good order on %s",
    async (signal) => {
      const child = spawn(process.execPath, [MAIN, "--port", "0"], { stdio: ["ignore", "pipe", "pipe"] });
      const errors = text(child.stderr);
      const line = await listening(child);
      expect(line).toMatch(/^SendGrid simulator: http:\/\/127\.0\.0\.1:\d+\n$/);
      expect((await fetch(`${line.trim().split(" ").at(-1)}/_simulator/keys`)).status).toBe(200);
      child.kill(signal);
      expect(await once(child, "exit")).toEqual([0, null]);
      expect(await errors).toBe("");
    },
  );

  test("does not outlive whoever started it with a channel", async () => {
    const options: ForkOptions = { execArgv: [], stdio: ["ignore", "pipe", "inherit", "ipc"] };
    const child = fork(MAIN, ["--port", "0"], options);
    await listening(child);
    child.disconnect();
    expect(await once(child, "exit")).toEqual([0, null]);
  });
});

describe("options", () => {
  test("come from the environment, and from the command line, which wins", () => {
    const options = readOptions(
      { PORT: "1", JOB_DELAY_MS: "30000", RATE_LIMITS: "windowMs=1000, contacts=1, others=2" },
      ["--port", "2", "--data", "x.sqlite", "--seed", "7", "--on-behalf-of", "ignored"],
    );
    expect(options).toMatchObject({
      port: 2,
      host: "127.0.0.1",
      data: "x.sqlite",
      seed: 7,
      settings: {
        jobDelayMs: 30_000,
        latencyMs: 0,
        onBehalfOf: "ignored",
        rateLimits: { windowMs: 1_000, contacts: 1, others: 2 },
      },
    });
  });

  test("are refused all at once when they are wrong", () => {
    const read = () =>
      readOptions({ PORT: "http", JOB_DELAY_MS: "-1", RATE_LIMITS: "none", LATENCY_MS: "" }, [
        "--oversize-status",
        "404",
      ]);
    expect(read).toThrow(/PORT: .*\n.*JOB_DELAY_MS: .*\n.*OVERSIZE_STATUS: /);
  });

  test("have the documented default of every setting", () => {
    expect(readOptions({}, []).settings).toEqual({
      jobDelayMs: 2_000,
      jobLingerMs: 500,
      jobOrder: "in-order",
      jobOrderSeed: 1,
      fieldDelayMs: 0,
      fieldDeleteDelayMs: 0,
      contactLimit: null,
      contactLimitAnswer: "job",
      latencyMs: 0,
      maxBodyBytes: 6_000_000,
      oversizeStatus: 413,
      uploadLinkMs: 3_600_000,
      acceptsChunkedUploads: false,
      maxImportBytes: 5_000_000_000,
      maxImportRows: 1_000_000,
      exportDelayMs: 2_000,
      exportRowsPerFile: 500_000,
      exportOutcome: "ready",
      errorsFile: "csv",
      accountType: "paid",
      rateLimits: { windowMs: 60_000, contacts: 200, others: 600 },
      onBehalfOf: "obeyed",
      rateLimitHeaders: true,
      rateLimitReset: "delta",
      retryAfter: "none",
      clockSkewMs: 0,
    });
  });

  test("take words for what is on or off, and numbers below nothing where they make sense", () => {
    const { settings } = readOptions({ RATE_LIMIT_HEADERS: "false" }, ["--clock-skew-ms=-5000"]);
    expect(settings).toMatchObject({ rateLimitHeaders: false, clockSkewMs: -5_000 });
  });

  test("take a contact limit", () => {
    const { settings } = readOptions({ CONTACT_LIMIT: "100" }, ["--contact-limit-answer", "request"]);
    expect(settings).toMatchObject({ contactLimit: 100, contactLimitAnswer: "request" });
  });
});
