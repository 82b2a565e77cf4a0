import { ask } from "./ask.ts";
import { until } from "./until.ts";

/** Loads the sample customers and waits until they and their segments are there. @returns ids of the segments by name. */
export async function loadSampleCustomers(url: string): Promise<Readonly<Record<string, string>>> {
  const { loadSampleData } = await ask(
    url,
    "mutation { loadSampleData { __typename ... on Source { id } } }",
  );
  await until(async () => {
    const { source } = await ask(
      url,
      "query ($id: ID!) { source(id: $id) { state failure } }",
      loadSampleData,
    );
    if (source.state === "FAILED") throw new Error(source.failure);
    return source.state === "READY";
  });
  const { segments } = await ask(url, "{ segments { edges { node { id name } } } }");
  return Object.fromEntries(
    segments.edges.map(({ node }: { node: { id: string; name: string } }) => [node.name, node.id]),
  );
}
