/**
 * Why an address gets no mail, and what is told of it.
 *
 * @see sendgrid-oai `tsg_suppressions_v3.json`
 */
export const SUPPRESSION_KINDS = [
  "unsubscribes",
  "bounces",
  "blocks",
  "spam_reports",
  "invalid_emails",
] as const;
export type SuppressionKind = (typeof SUPPRESSION_KINDS)[number];

/** What the control plane's suppressions say where it is not told; the words are those of the specification. */
const DETAILS: Readonly<Record<SuppressionKind, Readonly<Record<string, string>>>> = {
  unsubscribes: {},
  bounces: { reason: "550 5.1.1 The email account that you tried to reach does not exist.", status: "5.1.1" },
  blocks: { reason: "error dialing remote address: dial tcp: i/o timeout", status: "4.0.0" },
  spam_reports: { ip: "127.0.0.1" },
  invalid_emails: { reason: "Mail domain mentioned in email address is unknown" },
};

export type Suppression = { readonly email: string; readonly created: number };

/** As SendGrid tells of it. */
export const suppressionDetails = (kind: SuppressionKind, { email, created }: Suppression) => ({
  created,
  email,
  ...DETAILS[kind],
});
