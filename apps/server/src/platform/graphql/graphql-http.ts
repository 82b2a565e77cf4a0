import { randomUUID } from "node:crypto";
import { ApolloServer, type ApolloServerPlugin } from "@apollo/server";
import { ApolloServerPluginLandingPageDisabled } from "@apollo/server/plugin/disabled";
import fastifyApollo from "@as-integrations/fastify";
import type { FastifyInstance } from "fastify";
import type { GraphQLSchema } from "graphql";
import type { FormatError } from "./format-error.ts";
import { MAX_TOKENS } from "./limits.ts";

/** The least that a request's context has. */
type RequestContext = { readonly requestId: string };

type GraphqlHttpOptions = {
  readonly schema: GraphQLSchema;
  readonly contextOf: (requestId: string) => RequestContext;
  readonly formatError: FormatError;
};

/** GraphQL over HTTP at /graphql. Batching is off and a request must be one that a foreign form cannot make. */
export async function serveGraphql(http: FastifyInstance, options: GraphqlHttpOptions): Promise<void> {
  const apollo = new ApolloServer<RequestContext>({
    schema: options.schema,
    formatError: options.formatError,
    parseOptions: { maxTokens: MAX_TOKENS },
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false, // Apollo would raise the signal again before our own shutdown has ended
    plugins: [ApolloServerPluginLandingPageDisabled(), statusOfSpec],
  });
  await apollo.start();
  await http.register(fastifyApollo(apollo), {
    path: "/graphql",
    context: async () => await options.contextOf(randomUUID()),
  });
  http.addHook("onClose", async () => await apollo.stop());
}

const BEFORE_EXECUTION = new Set(["GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT"]);

/** GraphQL over HTTP: a document that cannot run is 400 to those who accept its own media type, 200 to the rest. */
const statusOfSpec: ApolloServerPlugin<RequestContext> = {
  requestDidStart: async () => ({
    willSendResponse: async ({ request, response, errors }) => {
      const code = String(errors?.[0]?.extensions?.code);
      if (
        response.body.kind !== "single" ||
        response.body.singleResult.data !== undefined ||
        !BEFORE_EXECUTION.has(code)
      )
        return;
      const accept = request.http?.headers.get("accept") ?? "*/*";
      response.http.status = accept.includes("application/graphql-response+json") ? 400 : 200;
    },
  }),
};
