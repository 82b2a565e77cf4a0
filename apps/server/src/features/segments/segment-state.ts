import { registerEnumType } from "type-graphql";

export const SegmentState = { BUILDING: "BUILDING", READY: "READY", FAILED: "FAILED" } as const;
export type SegmentState = keyof typeof SegmentState;
registerEnumType(SegmentState, { name: "SegmentState" });

export const SegmentKind = { ALL: "ALL", DYNAMIC: "DYNAMIC" } as const;
export type SegmentKind = keyof typeof SegmentKind;
registerEnumType(SegmentKind, { name: "SegmentKind" });
