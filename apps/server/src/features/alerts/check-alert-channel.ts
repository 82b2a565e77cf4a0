import { isIP } from "node:net";
import { normaliseEmail } from "@keruen/core";
import { checkName } from "../../platform/graphql/check-name.ts";
import type { InputIssue } from "../../platform/graphql/user-error.ts";
import { isPublicAddress } from "../../platform/webhooks/public-address.ts";
import type { AlertChannelKind, AlertKind, AlertLanguage } from "./alert-kind.ts";
import type { AlertSettings } from "./alert-settings.ts";

export type AlertChannelDraft = {
  readonly name: string;
  readonly kind: AlertChannelKind;
  /** Of a webhook; null of e-mail. */
  readonly target: string | null;
  /** Of e-mail, as is the language. */
  readonly addresses: readonly string[];
  readonly language: AlertLanguage | null;
  readonly alerts: readonly AlertKind[];
};

const MAX_ADDRESSES = 20;

/** What is wrong with a channel; nothing if it will do. Where a name leads is looked at each time something is sent. */
export const alertChannelIssues = (
  { name, kind, target, addresses, alerts }: AlertChannelDraft,
  settings: AlertSettings,
): readonly InputIssue[] => [
  ...checkName(name),
  ...(kind === "WEBHOOK" ? urlIssues(target ?? "", settings.mayBePrivate) : mailIssues(addresses, settings)),
  ...(alerts.some((alert) => alert !== "TEST")
    ? []
    : [{ path: "alerts", code: "alerts-missing", message: "Choose at least one alert." }]),
];

const targetIssue = (code: string, message: string) => [{ path: "target", code, message }];

function urlIssues(target: string, mayBePrivate: boolean): readonly InputIssue[] {
  if (target.length > 2_000) return targetIssue("too-long", "Use at most 2000 characters.");
  const url = URL.parse(target);
  if (!url || !["https:", "http:"].includes(url.protocol))
    return targetIssue("url-malformed", "Use a URL that begins with https://.");
  if (url.username !== "" || url.password !== "")
    return targetIssue("url-with-password", "Leave user and password out of the URL: alerts are signed.");
  if (mayBePrivate) return [];
  if (url.protocol === "http:") return targetIssue("url-not-https", "Use https: others could read along.");
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (host === "localhost" || (isIP(host) !== 0 && !isPublicAddress(host)))
    return targetIssue(
      "address-not-public",
      "Use a public address. Whoever operates Keruen can allow private ones: ALERT_WEBHOOKS_PRIVATE.",
    );
  return [];
}

function mailIssues(addresses: readonly string[], { mail }: AlertSettings): readonly InputIssue[] {
  if (mail === null)
    return [
      {
        path: "kind",
        code: "mail-not-set-up",
        message: "Whoever operates Keruen has to name a mail server first: SMTP_URL and SMTP_FROM.",
      },
    ];
  if (addresses.length === 0)
    return [{ path: "addresses", code: "addresses-missing", message: "Enter at least one address." }];
  if (addresses.length > MAX_ADDRESSES)
    return [
      {
        path: "addresses",
        code: "too-many-addresses",
        message: `Use at most ${MAX_ADDRESSES} addresses, or a mailing list.`,
      },
    ];
  return addresses.flatMap((address, index) =>
    normaliseEmail(address).ok
      ? []
      : [
          {
            path: `addresses.${index}`,
            code: "email-malformed",
            message: "This is not an e-mail address.",
          },
        ],
  );
}
