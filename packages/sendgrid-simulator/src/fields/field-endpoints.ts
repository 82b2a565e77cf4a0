/**
 * Field definitions: the reserved ones, and the account's own.
 *
 * Reads  : the field store.
 * Writes : the field store.
 * Used by: `build-server.ts`.
 *
 * @see sendgrid-oai `tsg_mc_custom_fields_v3.json`
 */
import { type Endpoints, originOf } from "../http/endpoint.ts";
import { errorBody } from "../http/errors.ts";
import { parameter, property } from "../http/input.ts";
import type { Simulation } from "../simulation.ts";
import { type CustomField, MAX_CUSTOM_FIELDS } from "./field-store.ts";
import { type FieldType, RESERVED_FIELDS } from "./reserved-fields.ts";

const PATH = "/v3/marketing/field_definitions";
const FIELD_TYPES: readonly string[] = ["Text", "Number", "Date"] satisfies FieldType[];
const FIELD_NOT_FOUND = errorBody({ field: "custom_field_id", message: "field not found" });

export const fieldEndpoints: Endpoints = (simulation) => {
  const { fields, settings, clock } = simulation;
  return [
    {
      method: "GET",
      path: PATH,
      scope: "marketing.read",
      answer: (request) => {
        const own = [...fields.byId.values()].map((field) => fieldDetails(field, originOf(request)));
        return {
          // Absent, not empty, when there are none: Segment's and n8n's code both guard against it.
          ...(own.length > 0 && { custom_fields: own }),
          reserved_fields: RESERVED_FIELDS,
          _metadata: { self: `${originOf(request)}${PATH}` },
        };
      },
    },
    {
      method: "POST",
      path: PATH,
      scope: "marketing_campaigns.create",
      answer: (request, reply) => {
        const name = property(request.body, "name");
        const type = property(request.body, "field_type");
        const problem = nameProblem(name, "", simulation);
        if (problem) return reply.code(400).send(problem);
        if (typeof type !== "string" || !FIELD_TYPES.includes(type)) {
          return reply
            .code(400)
            .send(errorBody({ field: "field_type", message: `must be one of ${FIELD_TYPES.join(", ")}` }));
        }
        if (fields.byId.size >= MAX_CUSTOM_FIELDS) {
          return reply
            .code(400)
            .send(errorBody({ message: `you can have at most ${MAX_CUSTOM_FIELDS} custom fields` }));
        }
        return fieldDetails(fields.create(String(name), type as FieldType, clock()), originOf(request));
      },
    },
    {
      method: "PATCH",
      path: `${PATH}/:id`,
      scope: "marketing_campaigns.update",
      answer: (request, reply) => {
        const field = fields.byId.get(parameter(request.params, "id"));
        if (!field) return reply.code(404).send(FIELD_NOT_FOUND);
        const name = property(request.body, "name");
        const problem = nameProblem(name, field.id, simulation);
        if (problem) return reply.code(400).send(problem);
        fields.rename(field.id, String(name));
        return fieldDetails({ ...field, name: String(name) }, originOf(request));
      },
    },
    {
      method: "DELETE",
      path: `${PATH}/:id`,
      scope: "marketing_campaigns.delete",
      answer: (request, reply) => {
        const field = fields.byId.get(parameter(request.params, "id"));
        if (!field) return reply.code(404).send(FIELD_NOT_FOUND);
        fields.remove(field.id, settings.fieldDeleteDelayMs);
        return reply.code(204).send();
      },
    },
  ];
};

/** The rules are documented; the words are ours. */
function nameProblem(name: unknown, ownId: string, { fields }: Simulation) {
  if (typeof name !== "string" || !/^[A-Za-z_][A-Za-z0-9_]{0,99}$/.test(name)) {
    const message =
      "must be 1 to 100 letters, digits or underscores, and begin with a letter or an underscore";
    return errorBody({ field: "name", message });
  }
  const lower = name.toLowerCase();
  if (RESERVED_FIELDS.some((field) => field.name === lower)) {
    return errorBody({ field: "name", message: `'${name}' is a reserved field name` });
  }
  const isTaken = [...fields.byId.values()].some(
    (field) => field.id !== ownId && field.name.toLowerCase() === lower,
  );
  return isTaken ? errorBody({ field: "name", message: `a field named '${name}' already exists` }) : null;
}

const fieldDetails = ({ id, name, type }: CustomField, origin: string) => ({
  id,
  name,
  field_type: type,
  _metadata: { self: `${origin}${PATH}/${id}` },
});
