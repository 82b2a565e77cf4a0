import { expect, test } from "vitest";
import { useSandbox } from "./sandbox.ts";

const { call, aList, settled } = useSandbox();

type Column = { readonly id: string; readonly name: string };

test("SendGrid's own client asks for an import, whose file makes contacts row by row", async () => {
  const listId = await aList("Imported");
  const { reserved_fields } = (await call("GET", "/v3/marketing/field_definitions")).body;
  const idOf = (field: string) => reserved_fields.find(({ name }: Column) => name === field).id;
  const mappings = [idOf("email"), null, idOf("first_name")];
  const started = await call("PUT", "/v3/marketing/contacts/imports", {
    body: { file_type: "csv", field_mappings: mappings, list_ids: [listId] },
  });
  expect(started.status).toBe(200);

  const { upload_uri, upload_headers, job_id } = started.body;
  const headers = upload_headers.map(({ header, value }: { header: string; value: string }) => [
    header,
    value,
  ]);
  const body = "email,note,first_name\nada@example.com,x,Ada\nno address,x,Nobody\nbob@example.com,x,Bob\n";
  const uploaded = await fetch(upload_uri, { method: "PUT", headers, body });
  expect(uploaded.status).toBe(200);
  expect(await settled(job_id)).toMatchObject({ status: "errored", results: { created_count: 2 } });
  const { contact_count } = (await call("GET", `/v3/marketing/lists/${listId}/contacts/count`)).body;
  expect(contact_count).toBe(2);
});
