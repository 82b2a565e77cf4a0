export const SendGridRegion = { GLOBAL: "GLOBAL", EU: "EU" } as const;
export type SendGridRegion = keyof typeof SendGridRegion;

/** Where each region's SendGrid is: the origin that its keys are sent to, and no other. */
export type SendGridBaseUrls = Readonly<Record<SendGridRegion, string>>;

/**
 * @param operators - SENDGRID_BASE_URL: in SendGrid's place, whatever the region.
 * @see https://www.twilio.com/docs/sendgrid/data-residency
 */
export function sendGridBaseUrls(operators: string | undefined): SendGridBaseUrls {
  return {
    GLOBAL: operators ?? "https://api.sendgrid.com",
    EU: operators ?? "https://api.eu.sendgrid.com",
  };
}
