import { registerEnumType } from "type-graphql";

/** What is told of a run; `TEST` is what somebody asked for to see whether it arrives. */
export const AlertKind = {
  RUN_FAILED: "RUN_FAILED",
  RUN_AWAITING_APPROVAL: "RUN_AWAITING_APPROVAL",
  REJECTED_SHARE_HIGH: "REJECTED_SHARE_HIGH",
  RUN_RECOVERED: "RUN_RECOVERED",
  TEST: "TEST",
} as const;
export type AlertKind = keyof typeof AlertKind;
registerEnumType(AlertKind, {
  name: "AlertKind",
  valuesConfig: {
    RUN_FAILED: { description: "A run has failed for good; nothing more happens until a person acts." },
    RUN_AWAITING_APPROVAL: { description: "A run waits for somebody to approve or cancel it." },
    REJECTED_SHARE_HIGH: {
      description: "Of a run's people, more were rejected than the export's `maxRejectedShare`.",
    },
    RUN_RECOVERED: { description: "The first run of an export that succeeded after one had failed." },
    TEST: { description: "Asked for by `testAlertChannel`; every channel gets it." },
  },
});

export const AlertChannelKind = { WEBHOOK: "WEBHOOK", EMAIL: "EMAIL" } as const;
export type AlertChannelKind = keyof typeof AlertChannelKind;
registerEnumType(AlertChannelKind, {
  name: "AlertChannelKind",
  valuesConfig: {
    WEBHOOK: { description: "Signed JSON, posted to a URL." },
    EMAIL: { description: "Mail to people, in their language, by the server that the operator has set up." },
  },
});

export const AlertLanguage = { EN: "EN", KK: "KK" } as const;
export type AlertLanguage = keyof typeof AlertLanguage;
registerEnumType(AlertLanguage, {
  name: "AlertLanguage",
  valuesConfig: { EN: { description: "English" }, KK: { description: "Kazakh" } },
});

export const AlertDeliveryState = {
  PENDING: "PENDING",
  DELIVERED: "DELIVERED",
  GIVEN_UP: "GIVEN_UP",
} as const;
export type AlertDeliveryState = keyof typeof AlertDeliveryState;
registerEnumType(AlertDeliveryState, {
  name: "AlertDeliveryState",
  valuesConfig: {
    PENDING: { description: "On its way, or waiting for its next try." },
    DELIVERED: { description: "The receiver has taken it; of e-mail, the mail server of each address." },
    GIVEN_UP: {
      description: "It was refused for good, or not taken for so long that it is not tried again.",
    },
  },
});
