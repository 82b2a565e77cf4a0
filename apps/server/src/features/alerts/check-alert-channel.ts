import { isIP } from "node:net";
import { checkName } from "../../platform/graphql/check-name.ts";
import type { InputIssue } from "../../platform/graphql/user-error.ts";
import { isPublicAddress } from "../../platform/webhooks/public-address.ts";
import type { AlertChannelKind, AlertKind } from "./alert-kind.ts";
import type { AlertSettings } from "./alert-settings.ts";

export type AlertChannelDraft = {
  readonly name: string;
  readonly kind: AlertChannelKind;
  readonly target: string;
  readonly alerts: readonly AlertKind[];
};

/** What is wrong with a channel; nothing if it will do. Where a name leads is looked at each time something is sent. */
export const alertChannelIssues = (
  { name, target, alerts }: AlertChannelDraft,
  settings: AlertSettings,
): readonly InputIssue[] => [
  ...checkName(name),
  ...urlIssues(target, settings.mayBePrivate),
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
