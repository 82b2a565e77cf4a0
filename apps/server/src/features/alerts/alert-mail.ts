/**
 * An alert as mail: plain text, and the same as simple HTML, in the channel's language.
 *
 * Reads  : nothing. Pure.
 * Writes : nothing.
 * Used by: `SendAlert`.
 */
import type { Mail } from "../../platform/mail/send-mail.ts";
import type { AlertDeliveryEntity } from "./alert-delivery.entity.ts";
import type { AlertWords } from "./alert-words.ts";
import { ENGLISH } from "./alert-words-en.ts";
import { KAZAKH } from "./alert-words-kk.ts";

export type AlertMailOptions = {
  /** An address. */
  readonly from: string;
  /** Where people reach the console. */
  readonly consoleUrl: string;
};

/** The Message-ID is the alert's own id: a mail that comes again after a crash is the same mail. */
export function alertMail(delivery: AlertDeliveryEntity, { from, consoleUrl }: AlertMailOptions): Mail {
  const { id, kind, createdAt, runId, channel, facts } = delivery;
  const words = channel.language === "KK" ? KAZAKH : ENGLISH;
  const { subject, text } = words.kinds[kind];
  const exportName = facts.export?.name ?? "";
  const lines = {
    says: text(exportName),
    reason: reasonOf(delivery, words),
    counts: countsOf(delivery, words),
    link: runId === null ? null : new URL(`/runs/${runId}`, consoleUrl).href,
    at: words.at(`${createdAt.toISOString().slice(0, 16).replace("T", " ")} UTC`),
    because: words.because(channel.name),
  };
  return {
    messageId: `${id}@${from.slice(from.lastIndexOf("@") + 1)}`,
    date: createdAt,
    from: { name: "Keruen", address: from },
    to: channel.addresses,
    subject: subject(exportName),
    text: asText(lines, words),
    html: asHtml(lines, words),
  };
}

function reasonOf({ facts }: AlertDeliveryEntity, { reasonLabel, reasons }: AlertWords): string | null {
  const code = facts.run?.failureCode ?? facts.run?.approvalCode;
  return code ? `${reasonLabel}: ${reasons[code] ?? code}` : null;
}

/** What there is nobody in is left out, but who was selected and who was delivered. */
function countsOf({ facts }: AlertDeliveryEntity, { counts, locale }: AlertWords): readonly string[] {
  const number = new Intl.NumberFormat(locale);
  return Object.entries(counts).flatMap(([name, label]) => {
    const count = facts.counts?.[name];
    if (typeof count !== "number" || (count === 0 && !ALWAYS_TOLD.includes(name))) return [];
    return [`${label}: ${number.format(count)}`];
  });
}
const ALWAYS_TOLD = ["selected", "delivered"];

type Lines = {
  readonly says: string;
  readonly reason: string | null;
  readonly counts: readonly string[];
  readonly link: string | null;
  readonly at: string;
  readonly because: string;
};

const asText = ({ says, reason, counts, link, at, because }: Lines, { openRun }: AlertWords): string =>
  [says, reason, counts.join("\n"), link && `${openRun}:\n${link}`, at, `-- \n${because}`]
    .filter(Boolean)
    .join("\n\n");

const asHtml = (
  { says, reason, counts, link, at, because }: Lines,
  { openRun, locale }: AlertWords,
): string => `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><title>Keruen</title></head><body>
${[
  `<p><strong>${escaped(says)}</strong></p>`,
  reason && `<p>${escaped(reason)}</p>`,
  counts.length > 0 && `<ul>${counts.map((count) => `<li>${escaped(count)}</li>`).join("")}</ul>`,
  link && `<p><a href="${escaped(link)}">${escaped(openRun)}</a></p>`,
  `<p>${escaped(at)}</p>`,
  `<p><small>${escaped(because)}</small></p>`,
]
  .filter(Boolean)
  .join("\n")}
</body></html>
`;

const SIGNS: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => SIGNS[sign] ?? sign);
