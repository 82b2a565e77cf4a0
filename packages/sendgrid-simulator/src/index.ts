export type { KeyKind } from "./account/account-keys.ts";
export type { ContactDetails } from "./contacts/contact-details.ts";
export type { ContactsPage } from "./control/contacts-page.ts";
export type { RateLimits, Settings } from "./settings.ts";
export { type Simulator, type SimulatorOptions, startSimulator } from "./start-simulator.ts";
