/**
 * What a key may do, and what kind of account it belongs to.
 *
 * Reads  : the caller's key, the settings.
 * Writes : nothing.
 * Used by: `build-server.ts`.
 *
 * @see sendgrid-oai `tsg_scopes_v3.json`, `tsg_user_v3.json` (`GET /v3/user/account`)
 */
import type { Endpoints } from "../http/endpoint.ts";

export const accountEndpoints: Endpoints = ({ settings }) => [
  {
    method: "GET",
    path: "/v3/scopes",
    scope: null,
    answer: (request) => ({ scopes: request.accountKey?.scopes ?? [] }),
  },
  {
    method: "GET",
    path: "/v3/user/account",
    scope: "user.account.read",
    answer: () => ({ type: settings.accountType, reputation: 100 }),
  },
];
