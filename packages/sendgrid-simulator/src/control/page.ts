/**
 * The simulator's own page: what it holds, as it arrives.
 *
 * Reads  : the files of `page/`, beside `src/`.
 * Writes : nothing.
 * Used by: a person with a browser; all it shows comes from the control plane.
 */
import { readFileSync } from "node:fs";
import type { FastifyPluginAsync } from "fastify";

/** Nothing inline, nothing from elsewhere. */
const HEADERS = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-cache",
};

const FILES = [
  ["/", "index.html", "text/html; charset=utf-8"],
  ["/page.css", "page.css", "text/css; charset=utf-8"],
  ["/page.js", "page.js", "text/javascript; charset=utf-8"],
  ["/icon.svg", "icon.svg", "image/svg+xml"],
] as const;

export const page: FastifyPluginAsync = async (server) => {
  for (const [path, file, type] of FILES) {
    const content = readFileSync(new URL(`../../page/${file}`, import.meta.url));
    server.get(path, async (_request, reply) => reply.headers(HEADERS).type(type).send(content));
  }
};
