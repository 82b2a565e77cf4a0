import { registerEnumType } from "type-graphql";

/** What a field's values are, over all its profiles. */
export const FieldType = { TEXT: "TEXT", NUMBER: "NUMBER", BOOLEAN: "BOOLEAN", DATE: "DATE" } as const;
export type FieldType = keyof typeof FieldType;
registerEnumType(FieldType, { name: "FieldType" });
