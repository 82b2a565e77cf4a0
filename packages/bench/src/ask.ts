// biome-ignore lint/suspicious/noExplicitAny: the shape is the document's, which each caller writes
type Json = any;

/** One GraphQL document over HTTP, as an integrator would send it. @throws where the answer has errors. */
export async function ask(url: string, query: string, variables: object = {}): Promise<Json> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data: Json; errors?: unknown };
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}
