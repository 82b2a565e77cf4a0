/**
 * Prism between a client and the simulator: each request and each answer is held against SendGrid's own specification.
 *
 * Reads  : the OpenAPI files in `contracts/`, once.
 * Writes : what the client asks for, in the simulator.
 * Used by: the test beside this file.
 *
 * @see https://github.com/stoplightio/prism - here in proxy mode, without its server: violations come as data.
 */
import { fileURLToPath } from "node:url";
import type { HttpRequest, HttpResponse, Transport } from "@keruen/core";
import { createInstance, getHttpOperationsFromSpec, type IHttpResponse } from "@stoplight/prism-http";
import { httpTransport } from "../http-transport.ts";

const FILES = ["contacts", "lists", "custom_fields"].map((name) => `tsg_mc_${name}_v3.json`);
const OPERATIONS = Promise.all(
  [...FILES, "tsg_scopes_v3.json", "tsg_suppressions_v3.json"].map((file) =>
    getHttpOperationsFromSpec(fileURLToPath(new URL(`../../contracts/${file}`, import.meta.url))),
  ),
);

export type Judge = {
  /** Carries a request on to the simulator, and its answer back, whatever is found. Files are not SendGrid's to judge. */
  readonly transport: Transport;
  /** One line for each kind of violation by either side, sorted. */
  readonly violations: () => readonly string[];
};

export async function createJudge(simulatorUrl: string): Promise<Judge> {
  const operations = (await OPERATIONS).flat();
  const prism = createInstance(
    {
      isProxy: true,
      upstream: new URL(simulatorUrl),
      upstreamProxy: undefined,
      validateRequest: true,
      validateResponse: true,
      checkSecurity: true,
      errors: false, // carry on, and tell
      mock: { dynamic: false },
    },
    { logger: SILENT as never },
  );
  const violations = new Set<string>();

  return {
    violations: () => [...violations].toSorted(),
    async transport(request) {
      if (!new URL(request.url).pathname.startsWith("/v3/")) return await httpTransport(request);
      const verdict = await prism.request(asPrismReadsIt(request), operations)();
      if (verdict._tag === "Left") throw verdict.left;
      const { output, validations } = verdict.right;
      const call = `${request.method} ${template(request.url)}`;
      for (const { path, message } of validations.input)
        violations.add(`${call}: ${(path ?? []).join(".")} ${message}`);
      for (const { path, message } of validations.output)
        violations.add(`${call} → ${output.statusCode}: ${(path ?? []).join(".")} ${message}`);
      return asWeReadIt(output);
    },
  };
}

function asPrismReadsIt({ method, url, headers, body }: HttpRequest) {
  const { pathname, searchParams } = new URL(url);
  return {
    method: method.toLowerCase() as "get",
    url: { path: pathname, query: Object.fromEntries(searchParams) },
    headers: { ...headers },
    ...(body === undefined ? {} : { body: JSON.parse(body) as unknown }),
  };
}

function asWeReadIt({ statusCode, headers, body }: IHttpResponse): HttpResponse {
  const text = typeof body === "string" ? body : (JSON.stringify(body) ?? "");
  return { status: statusCode, headers: new Headers(headers), text };
}

/** The path with what differs from run to run taken out. */
function template(url: string): string {
  return new URL(url).pathname
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "{id}")
    .replaceAll(/\/[ew]\d+_[TND]$/g, "/{id}")
    .replaceAll(/\/[^/]+@[^/]+$/g, "/{email}");
}

const SILENT = {
  ...Object.fromEntries(
    ["trace", "debug", "info", "success", "warn", "error", "fatal"].map((level) => [level, () => undefined]),
  ),
  child: () => SILENT,
};
