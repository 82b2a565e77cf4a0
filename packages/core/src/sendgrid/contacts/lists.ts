/** Contact lists. */
import { ok } from "../../result.ts";
import type { Answer, Calls } from "../call-sendgrid.ts";
import { type ContactList, readList, readListsPage } from "../read-answers.ts";

export type ListOperations = {
  /** All lists, all pages. SendGrid allows 1,000. */
  lists(signal?: AbortSignal): Answer<readonly ContactList[]>;
  list(id: string, signal?: AbortSignal): Answer<ContactList>;
  /** @param name - 1 to 100 characters. */
  createList(name: string, signal?: AbortSignal): Answer<ContactList>;
};

const MAX_PAGES = 100;

export const listOperations = ({ call }: Calls): ListOperations => ({
  async lists(signal) {
    const lists: ContactList[] = [];
    let path = "/v3/marketing/lists?page_size=1000";
    for (let pages = 0; pages < MAX_PAGES; pages++) {
      const page = await call({ method: "GET", path, signal }, readListsPage);
      if (!page.ok) return page;
      lists.push(...page.value.lists);
      if (page.value.nextPageToken === null) break;
      path = `/v3/marketing/lists?page_size=1000&page_token=${encodeURIComponent(page.value.nextPageToken)}`;
    }
    return ok(lists);
  },

  list: (id, signal) =>
    call(
      {
        method: "GET",
        path: `/v3/marketing/lists/${encodeURIComponent(id)}`,
        endpoint: "GET /v3/marketing/lists/{id}",
        signal,
      },
      readList,
    ),

  createList: (name, signal) =>
    call({ method: "POST", path: "/v3/marketing/lists", body: JSON.stringify({ name }), signal }, readList),
});
