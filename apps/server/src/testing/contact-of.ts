import type { Sandbox } from "./a-sandbox.ts";

type Page = { readonly contacts: readonly Readonly<Record<string, unknown>>[]; readonly next: string | null };

/** A contact of the simulator's account as SendGrid would show it; empty where there is none. */
export async function contactOf(
  { simulator }: Sandbox,
  email: string,
): Promise<Readonly<Record<string, unknown>>> {
  for (let after: string | null = ""; after !== null; ) {
    const url: string = `${simulator.url}/_simulator/contacts?limit=5000${after && `&after=${after}`}`;
    const { contacts, next } = (await (await fetch(url)).json()) as Page;
    const found = contacts.find((contact) => contact.email === email);
    if (found) return found;
    after = next;
  }
  return {};
}
