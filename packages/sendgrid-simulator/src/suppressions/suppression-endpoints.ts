import type { Endpoints } from "../http/endpoint.ts";
import { accountSuppressions } from "./account-suppressions.ts";
import { groupSuppressions } from "./group-suppressions.ts";

/** @see sendgrid-oai `tsg_suppressions_v3.json` */
export const suppressionEndpoints: Endpoints = (simulation) => [
  ...accountSuppressions(simulation),
  ...groupSuppressions(simulation),
];
