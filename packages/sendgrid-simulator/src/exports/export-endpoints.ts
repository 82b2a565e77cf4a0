/**
 * Exports: ask for one, see how far it is, get the links to its files.
 *
 * Reads  : the export store, the lists.
 * Writes : the export store.
 * Used by: `build-server.ts`.
 *
 * @see sendgrid-oai `tsg_mc_contacts_v3.json`, operations `ExportContact`, `ListExportContact`, `GetExportContact`
 */
import type { FastifyRequest } from "fastify";
import { jobFateOf } from "../faults/fault.ts";
import { type Endpoints, originOf } from "../http/endpoint.ts";
import { errorBody, NOT_FOUND } from "../http/errors.ts";
import { parameter, property } from "../http/input.ts";
import { delayShareOf } from "../jobs/delay-share.ts";
import type { Simulation } from "../simulation.ts";
import { exportPath } from "./export-files.ts";
import type { ContactExport } from "./export-store.ts";

const PATH = "/v3/marketing/contacts/exports";

/** @see docs.sendgrid.com "Create and manage contacts": files can be downloaded for 12 hours */
const KEPT_MS = 12 * 3_600_000;
const SHOWN = 100;

/** A row's usual size, by which `max_file_size` becomes a number of rows. A choice. */
const BYTES_PER_ROW = 250;

export const exportEndpoints: Endpoints = (simulation) => {
  const { exports, lists, settings, clock } = simulation;
  return [
    {
      method: "POST",
      path: PATH,
      scope: "marketing.read",
      answer: (request, reply) => {
        const asked = (name: string) => property(request.body, name);
        const fileType = asked("file_type") ?? "csv";
        const maxMegabytes = asked("max_file_size") ?? 5_000;
        const listIds = asked("list_ids") ?? [];
        if (fileType !== "csv" && fileType !== "json")
          return reply.code(400).send(errorBody({ field: "file_type", message: "must be csv or json" }));
        if (!Number.isInteger(maxMegabytes) || Number(maxMegabytes) < 1)
          return reply.code(400).send(errorBody({ field: "max_file_size", message: "must be at least 1" }));
        if (!Array.isArray(listIds))
          return reply.code(400).send(errorBody({ field: "list_ids", message: "must be an array" }));
        const numbers = listIds.flatMap((id) => lists.find(String(id))?.number ?? []);
        const segments = asked("segment_ids");
        if (numbers.length < listIds.length || (Array.isArray(segments) && segments.length > 0))
          return reply.code(404).send(errorBody({ field: "list_ids", message: "list or segment not found" }));
        const rows = Math.floor((Number(maxMegabytes) * 1_000_000) / BYTES_PER_ROW);
        const rowsPerFile = Math.min(settings.exportRowsPerFile, rows);
        const isToFail = settings.exportOutcome === "failure";
        const fate = jobFateOf(request.fault);
        const delayShare = delayShareOf(`export ${exports.count()}`, settings);
        const wanted = {
          lists: [...new Set(numbers)],
          fileType,
          rowsPerFile,
          isToFail,
          delayShare,
          fate,
        } as const;
        const id = exports.start(wanted, clock());
        return reply.code(202).send({ id, _metadata: { self: `${originOf(request)}${PATH}/${id}` } });
      },
    },
    {
      method: "GET",
      path: PATH,
      scope: "marketing.read",
      answer: (request) => ({
        result: exports
          .recent(SHOWN)
          .filter((found) => !hasVanished(simulation, found))
          .map((found) => ({
            ...exportStatus(simulation, found, request),
            export_type: found.lists.length > 0 ? "list_export" : "contacts_export",
            segments: [],
            lists: lists.byNumbers(found.lists).map(({ id, name }) => ({ ID: id, Name: name })),
          })),
        _metadata: { self: `${originOf(request)}${PATH}` },
      }),
    },
    {
      method: "GET",
      path: `${PATH}/:id`,
      scope: "marketing.read",
      answer: (request, reply) => {
        const found = exports.find(parameter(request.params, "id").toLowerCase());
        return found && !hasVanished(simulation, found)
          ? exportStatus(simulation, found, request)
          : reply.code(404).send(NOT_FOUND);
      },
    },
  ];
};

const doneAtOf = ({ settings }: Simulation, found: ContactExport): number =>
  found.createdAt + Math.round(settings.exportDelayMs * (found.delayShare ?? 1));
const hasVanished = (simulation: Simulation, found: ContactExport): boolean =>
  found.fate === "vanish-job" && doneAtOf(simulation, found) <= simulation.clock();

function exportStatus(simulation: Simulation, found: ContactExport, request: FastifyRequest) {
  const { exports, links, clock } = simulation;
  const doneAt = doneAtOf(simulation, found);
  const isDone = doneAt <= clock() && found.fate !== "stuck-job";
  const expiresAt = found.createdAt + KEPT_MS;
  const head = {
    id: found.id,
    created_at: toTime(found.createdAt),
    updated_at: toTime(isDone ? doneAt : found.createdAt),
    expires_at: toTime(expiresAt),
    _metadata: { self: `${originOf(request)}${PATH}/${found.id}` },
  };
  if (!isDone) return { ...head, status: "pending" };
  if (found.isToFail) return { ...head, status: "failure", message: "the export could not be made" };
  const files = exports.files(found);
  const rows = files.reduce((sum, file) => sum + file.rows, 0);
  return {
    ...head,
    status: "ready",
    completed_at: toTime(doneAt),
    urls: files.map((_file, index) =>
      links.url(request, { method: "GET", path: exportPath(found.id, index + 1), expiresAt }),
    ),
    ...(rows > 0 && { contact_count: rows }), // seen to be missing where there is nobody
  };
}

const toTime = (milliseconds: number): string => new Date(milliseconds).toISOString();
