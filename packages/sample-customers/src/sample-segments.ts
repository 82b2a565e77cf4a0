/**
 * A handful of segments over the sample customers, as plain rules.
 *
 * Reads  : –
 * Writes : –
 * Used by: the sandbox's sample data. The shape is `RuleGroup` of the server's contract.
 */
export type SampleRule = {
  readonly join: "AND" | "OR";
  readonly conditions: readonly {
    readonly field: string;
    readonly operator: "EQUALS" | "ONE_OF" | "GREATER_THAN" | "LESS_THAN";
    readonly values: readonly string[];
  }[];
  readonly groups: readonly SampleRule[];
};

export type SampleSegment =
  | { readonly name: string; readonly kind: "ALL"; readonly rule: null }
  | { readonly name: string; readonly kind: "DYNAMIC"; readonly rule: SampleRule };

const allOf = (...conditions: SampleRule["conditions"]): SampleRule => ({
  join: "AND",
  conditions,
  groups: [],
});

export const SAMPLE_SEGMENTS: readonly SampleSegment[] = [
  { name: "All customers", kind: "ALL", rule: null },
  { name: "Almaty", kind: "DYNAMIC", rule: allOf({ field: "city", operator: "EQUALS", values: ["Алматы"] }) },
  {
    name: "Gold members",
    kind: "DYNAMIC",
    rule: allOf({ field: "loyalty_tier", operator: "ONE_OF", values: ["Gold", "Platinum"] }),
  },
  {
    name: "High value, recently seen",
    kind: "DYNAMIC",
    rule: allOf(
      { field: "lifetime_value", operator: "GREATER_THAN", values: ["1000"] },
      { field: "last_visit", operator: "GREATER_THAN", values: ["2026-06-30"] },
    ),
  },
  {
    name: "Newsletter, Kazakh speakers",
    kind: "DYNAMIC",
    rule: allOf(
      { field: "newsletter", operator: "EQUALS", values: ["true"] },
      { field: "language", operator: "EQUALS", values: ["kk"] },
    ),
  },
  {
    name: "Win back: not seen this year, or never bought much",
    kind: "DYNAMIC",
    rule: {
      join: "AND",
      conditions: [{ field: "newsletter", operator: "EQUALS", values: ["true"] }],
      groups: [
        {
          join: "OR",
          conditions: [
            { field: "last_visit", operator: "LESS_THAN", values: ["2026-01-01"] },
            { field: "lifetime_value", operator: "LESS_THAN", values: ["20"] },
          ],
          groups: [],
        },
      ],
    },
  },
];
