/** A contact as the simulator holds it. */
export type HeldContact = {
  readonly id: string;
  readonly email: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly city: string;
  readonly list_ids: readonly string[];
};

/** Every contact on a list, as the far side has it: of a subuser's account where one is named. */
export async function contactsOnList(
  sendGridUrl: string,
  listId: string,
  subuser?: string,
): Promise<ReadonlyMap<string, HeldContact>> {
  const held = new Map<string, HeldContact>();
  const ofSubuser = subuser === undefined ? "" : `&subuser=${subuser}`;
  let after = "";
  for (;;) {
    const response = await fetch(
      `${sendGridUrl}/_simulator/contacts?limit=5000&list=${listId}${ofSubuser}${after && `&after=${after}`}`,
    );
    const { contacts, next } = (await response.json()) as { contacts: HeldContact[]; next: string | null };
    for (const contact of contacts) held.set(contact.email, contact);
    if (next === null) return held;
    after = next;
  }
}
