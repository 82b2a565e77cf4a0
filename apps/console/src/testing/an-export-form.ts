import { flushPromises } from "@vue/test-utils";
import { vi } from "vitest";
import ExportForm from "../features/exports/form/ExportForm.vue";
import { aPreflight } from "./a-preflight.ts";
import { someChoices } from "./an-export.ts";
import { mountWithServer } from "./mount-with-server.ts";

/** A text field of SendGrid. */
export const field = (id: string, name: string, custom = false) => ({
  id,
  name,
  type: "TEXT",
  custom,
  maxLength: null,
});
const preview = ({
  input,
}: {
  input: { matching: { target: string; value: string }[]; segmentIds: string[] };
}) => ({
  exportPreview: {
    __typename: "ExportPreview",
    rows: ["ada@x.example", "bob@x.example"].map((email, row) => ({
      profileKey: `C-${row}`,
      values: input.matching.map(({ target, value }) => ({
        target,
        value: value === "email" ? email : `${value} ${row}`,
        problem: null,
      })),
    })),
  },
});
const answers = {
  DestinationFields: {
    sendGridFields: {
      __typename: "SendGridFields",
      fields: [
        field("email", "Email"),
        field("first_name", "First name"),
        field("city", "City"),
        field("e1_N", "orders", true),
      ],
    },
  },
  ExportPreview: preview,
  ExportPreflight: ({ input: { draft } }: { input: { draft: { segmentIds: string[] } } }) =>
    aPreflight({ selectedCount: draft.segmentIds.length === 2 ? 1_400 : 1_000 }),
  SuppressionGroups: {
    sendGridSuppressionGroups: {
      __typename: "SendGridSuppressionGroups",
      groups: [{ id: 7, name: "Offers", unsubscribes: 12 }],
    },
  },
  CreateExport: { createExport: { __typename: "Export", id: "e9", name: "x" } },
  UpdateExport: { updateExport: { __typename: "Export", id: "e1", name: "x" } },
};

/** Lets typing rest, and the preview come; the timers are faked. */
export async function rest() {
  vi.advanceTimersByTime(400);
  await flushPromises();
}

/** The form over an account with a few fields and a group. */
export async function openForm(props: object = {}, more: object = {}) {
  const form = await mountWithServer(ExportForm, {
    props: { choices: someChoices(), stored: null, startDestinationId: "d1", ...props },
    answers: { ...answers, ...more },
  });
  await rest();
  return form;
}
