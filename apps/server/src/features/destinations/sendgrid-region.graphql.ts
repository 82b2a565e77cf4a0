import { registerEnumType } from "type-graphql";
import { SendGridRegion } from "./sendgrid-region.ts";

export { SendGridRegion };

registerEnumType(SendGridRegion, {
  name: "SendGridRegion",
  description: "Where SendGrid keeps an account's data. A key works in its own region alone.",
  valuesConfig: {
    GLOBAL: { description: "Every account, but for EU-regional subusers." },
    EU: { description: "EU-regional subusers, whose data stay in the European Union." },
  },
});
