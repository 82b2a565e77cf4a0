export type Account = { readonly url: string; readonly key: string };

/** The simulator's control plane, which faults do not strike. */
export async function control(
  { url }: Account,
  method: string,
  path: string,
  body?: object,
): Promise<unknown> {
  const response = await fetch(`${url}/_simulator${path}`, {
    method,
    headers: body === undefined ? {} : { "content-type": "application/json" },
    body: body === undefined ? null : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}`);
  return response.status === 204 ? null : response.json();
}

type Member = Readonly<Record<string, unknown>> & { readonly id: string; readonly email: string };

/** Everybody on a list, whole, page by page. */
export async function* membersOf(account: Account, listId: string): AsyncGenerator<Member> {
  let after: string | null = null;
  do {
    const query: string = after === null ? "" : `&after=${after}`;
    const page = (await control(account, "GET", `/contacts?list=${listId}&limit=5000${query}`)) as {
      readonly contacts: readonly Member[];
      readonly next: string | null;
    };
    yield* page.contacts;
    after = page.next;
  } while (after !== null);
}
