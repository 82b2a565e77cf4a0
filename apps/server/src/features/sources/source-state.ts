import { registerEnumType } from "type-graphql";

export const SourceState = { LOADING: "LOADING", READY: "READY", FAILED: "FAILED" } as const;
export type SourceState = keyof typeof SourceState;
registerEnumType(SourceState, { name: "SourceState" });
