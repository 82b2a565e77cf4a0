/**
 * A server that a test speaks for: it answers queries and mutations by their names, and sends events when told to.
 *
 * Reads  : the answers of a test.
 * Writes : what was asked of it, for the test to look at.
 * Used by: `mount-with-server.ts`.
 */
import { Client, subscriptionExchange } from "@urql/core";
import { type ExecutionResult, type GraphQLError, parse } from "graphql";

export type Variables = Readonly<Record<string, unknown>>;
/** `data` of an answer, or an error that carries extensions. */
export type Answer = object | { readonly errors: readonly Partial<GraphQLError>[] };
export type Answers = Readonly<Record<string, Answer | ((variables: never) => Answer)>>;

type Sink = { next(result: ExecutionResult): void; complete(): void };

export type Request = { readonly name: string; readonly variables: Variables };

export function createFakeServer(answers: Answers) {
  const requests: Request[] = [];
  const listening = new Map<string, Set<Sink>>();

  const client = new Client({
    url: "/graphql",
    preferGetMethod: false,
    exchanges: [
      subscriptionExchange({
        enableAllOperations: true,
        forwardSubscription: (request, { kind }) => ({
          subscribe: (sink) => {
            const name = nameOf(request.query ?? "");
            requests.push({ name, variables: (request.variables ?? {}) as Variables });
            return kind === "subscription"
              ? listen(name, sink as Sink)
              : answer(name, request.variables, sink as Sink);
          },
        }),
      }),
    ],
  });

  function listen(name: string, sink: Sink) {
    const sinks = listening.get(name) ?? new Set();
    listening.set(name, sinks.add(sink));
    return { unsubscribe: () => void sinks.delete(sink) };
  }

  function answer(name: string, variables: unknown, sink: Sink) {
    const given = answers[name];
    if (given === undefined) throw new Error(`The test has no answer for ${name}`);
    const body = typeof given === "function" ? given(variables as never) : given;
    queueMicrotask(() => {
      sink.next("errors" in body ? { data: null, errors: body.errors as never } : { data: body as never });
      sink.complete();
    });
    return { unsubscribe() {} };
  }

  return {
    client,
    requests,
    /** Everything asked by this name, oldest first. */
    asked: (name: string) =>
      requests.filter((request) => request.name === name).map(({ variables }) => variables),
    isListened: (name: string) => (listening.get(name)?.size ?? 0) > 0,
    /** Ends a subscription, as the server does when there is nothing more to tell. */
    complete(name: string) {
      for (const sink of listening.get(name) ?? []) sink.complete();
    },
    send(name: string, data: object) {
      for (const sink of listening.get(name) ?? []) sink.next({ data: data as never });
    },
  };
}

function nameOf(query: string): string {
  const [operation] = parse(query).definitions;
  return operation?.kind === "OperationDefinition" ? (operation.name?.value ?? "") : "";
}
