/**
 * Sends a file to the server as it is, and tells how far it has come.
 *
 * Reads  : a file of any size; the browser streams it.
 * Writes : `POST /files`.
 * Used by: `use-file-upload.ts`.
 */
import { fail, ok, type Result } from "@keruen/core";
import * as v from "valibot";
import type { Failure } from "../../graphql/failure.ts";
import { FileRefusal, UploadedFile } from "./uploaded-file.ts";

export type UploadOptions = {
  /** Share of the bytes that are on their way, from 0 to 1. */
  readonly onProgress: (share: number) => void;
  readonly signal: AbortSignal;
};

/** An XMLHttpRequest, because `fetch` does not tell of progress. Aborting leaves the promise open for good. */
export function uploadFile(
  file: File,
  { onProgress, signal }: UploadOptions,
): Promise<Result<UploadedFile, Failure>> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 1 : loaded / total);
    request.onload = () => resolve(read(request.status, request.responseText));
    request.onerror = () => resolve(fail(NO_ANSWER));
    signal.addEventListener("abort", () => request.abort());

    request.open("POST", `/files?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.send(file);
  });
}

const NO_ANSWER: Failure = { code: "network", message: "No answer", requestId: null, issues: [] };

/** The answer's meaning. One that is not JSON comes from something in between, not from our server. */
export function read(status: number, body: string): Result<UploadedFile, Failure> {
  const answer = parseJson(body);
  if (status < 400) {
    const file = v.safeParse(UploadedFile, answer);
    return file.success ? ok(file.output) : fail(NO_ANSWER);
  }
  const refusal = v.safeParse(FileRefusal, answer);
  return fail(refusal.success ? { ...refusal.output, issues: [] } : NO_ANSWER);
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined; // read() tells what that means
  }
}
