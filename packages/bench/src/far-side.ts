/**
 * Whoever answers an upload, as a process of its own: on the other side of a network it has a core to itself too.
 *
 * Reads  : the address on the process's first line.
 * Writes : one child process, ended with `stop`.
 * Used by: the benches that upload.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { type Clock, createSendGridClient, type HttpRequest, type HttpResponse } from "@keruen/core";

export type FarSide = { readonly url: string; readonly pid: number; readonly stop: () => Promise<void> };

export async function startFarSide(file: string, ...options: string[]): Promise<FarSide> {
  const child = spawn(process.execPath, [file, ...options], { stdio: ["ignore", "pipe", "inherit", "ipc"] });
  const stop = async () => {
    child.kill();
    await once(child, "exit");
  };
  return { url: await addressOf(child), pid: child.pid as number, stop };
}

async function addressOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error("The process has no standard output");
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  return line.slice(line.indexOf("http"));
}

/** A client of whoever listens there, and how many writes it has made. */
export function clientOf(url: string, key: string) {
  let writes = 0;
  const transport = (request: HttpRequest) => {
    if (request.method === "PUT") writes += 1;
    return send(request);
  };
  const client = createSendGridClient({ transport, baseUrl: url, apiKey: () => key, clock });
  return { client, writes: () => writes };
}

async function send({ method, url, headers, body, signal }: HttpRequest): Promise<HttpResponse> {
  const response = await fetch(url, { method, headers, body: body ?? null, signal: signal ?? null });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

export const clock: Clock = {
  now: Date.now,
  wait: (milliseconds) => sleep(milliseconds),
};
