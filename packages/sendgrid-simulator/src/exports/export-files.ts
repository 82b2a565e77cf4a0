/**
 * The files of an export, made as they are downloaded: gzip, a page of contacts at a time.
 *
 * Reads  : the export, its contacts.
 * Writes : nothing.
 * Used by: `object-storage.ts`.
 */
import { Readable } from "node:stream";
import { createGzip } from "node:zlib";
import type { FastifyPluginAsync } from "fastify";
import { contactDetails } from "../contacts/contact-details.ts";
import { originOf } from "../http/endpoint.ts";
import { parameter } from "../http/input.ts";
import { sendStorageError } from "../object-storage/storage-errors.ts";
import type { Simulation } from "../simulation.ts";
import { exportHeader, exportRows } from "./export-row.ts";
import type { ContactExport, ExportFile } from "./export-store.ts";

/** gzip, whatever the type. */
export const exportPath = (id: string, file: number | string): string => `/exports/${id}/${file}`;

export const exportFiles: FastifyPluginAsync = async (server) => {
  server.get(exportPath(":id", ":file"), async (request, reply) => {
    const simulation = request.account;
    const found = simulation.exports.find(parameter(request.params, "id"));
    const file = found && simulation.exports.files(found)[Number(parameter(request.params, "file")) - 1];
    if (!file) return sendStorageError(reply, "NoSuchKey");
    const text = Readable.from(lines(simulation, found, file, originOf(request)));
    const gzip = createGzip({ level: 1 });
    text.once("error", (error) => gzip.destroy(error));
    gzip.once("close", () => text.destroy());
    return reply.type("application/octet-stream").send(text.pipe(gzip));
  });
};

function* lines(
  simulation: Simulation,
  contactExport: ContactExport,
  file: ExportFile,
  origin: string,
): Generator<string> {
  const { exports, fields, ids } = simulation;
  const columns = [...fields.byId.values()];
  const row = exportRows(columns);
  if (contactExport.fileType === "csv") yield exportHeader(columns);
  for (const page of exports.pages(contactExport, file)) {
    yield contactExport.fileType === "csv"
      ? page.map((contact) => row(contact, ids.idOf(contact.number))).join("")
      : contactDetails(simulation, page, origin)
          .map((contact) => `${JSON.stringify(contact)}\n`)
          .join("");
  }
}
