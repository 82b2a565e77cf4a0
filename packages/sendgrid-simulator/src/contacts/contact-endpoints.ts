import type { Endpoints } from "../http/endpoint.ts";
import { startImport } from "../imports/start-import.ts";
import { deleteContacts } from "./delete-contacts.ts";
import { deleteIdentifier } from "./delete-identifier.ts";
import { importStatus } from "./import-status.ts";
import { readContacts } from "./read-contacts.ts";
import { searchContacts } from "./search/search-contacts.ts";
import { searchIdentifiers } from "./search-identifiers.ts";
import { upsertContacts } from "./upsert-contacts.ts";

/** @see sendgrid-oai `tsg_mc_contacts_v3.json` */
export const contactEndpoints: Endpoints = (simulation) => [
  upsertContacts(simulation),
  startImport(simulation),
  importStatus(simulation),
  ...readContacts(simulation),
  searchContacts(simulation),
  ...searchIdentifiers(simulation),
  ...deleteContacts(simulation),
  deleteIdentifier(simulation),
];
