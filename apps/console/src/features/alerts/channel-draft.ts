import { normaliseEmail } from "@keruen/core";
import * as v from "valibot";
import type { AlertChannel, AlertChannelKind, AlertKind } from "./alert.graphql.ts";

/** What a channel can be told of, the worst first; a test goes to every one. */
export const ALERTS = [
  "RUN_FAILED",
  "RUN_AWAITING_APPROVAL",
  "REJECTED_SHARE_HIGH",
  "RUN_RECOVERED",
] as const;

/** What the form holds before it is complete. */
export type ChannelDraft = {
  name: string;
  kind: AlertChannelKind;
  target: string;
  /** One on each line, or with commas or blanks in between. */
  addresses: string;
  language: NonNullable<AlertChannel["language"]>;
  alerts: AlertKind[];
};

/** @param language - of a new one's mail. */
export const draftOf = (stored: AlertChannel | null, language: ChannelDraft["language"]): ChannelDraft => ({
  name: stored?.name ?? "",
  kind: stored?.kind ?? "WEBHOOK",
  target: stored?.target ?? "",
  addresses: stored?.addresses.join("\n") ?? "",
  language: stored?.language ?? language,
  alerts: [...(stored?.alerts ?? ALERTS)],
});

export const addressesOf = (written: string): string[] => written.split(/[\s,;]+/).filter(Boolean);

type Words = {
  missing(field: "name" | "target" | "addresses" | "alerts"): string;
  noAddress(written: string): string;
};

/** What must be there; the server looks at the rest. */
export const channelSchema = (kind: AlertChannelKind, { missing, noAddress }: Words) =>
  v.object({
    name: v.pipe(v.string(), v.trim(), v.nonEmpty(missing("name"))),
    target: v.pipe(
      v.string(),
      v.check((url) => kind !== "WEBHOOK" || /^https?:\/\/./i.test(url.trim()), missing("target")),
    ),
    addresses: v.pipe(
      v.string(),
      v.check((written) => kind !== "EMAIL" || addressesOf(written).length > 0, missing("addresses")),
      v.rawCheck(({ dataset, addIssue }) => {
        const wrong =
          dataset.typed && kind === "EMAIL"
            ? addressesOf(dataset.value).find((address) => !normaliseEmail(address).ok)
            : undefined;
        if (wrong !== undefined) addIssue({ message: noAddress(wrong) });
      }),
    ),
    alerts: v.pipe(v.array(v.string()), v.minLength(1, missing("alerts"))),
  });

/** Where to, as the server takes it of this kind. */
export const reachOf = ({ kind, target, addresses, language }: ChannelDraft) =>
  kind === "WEBHOOK" ? { target: target.trim() } : { addresses: addressesOf(addresses), language };
