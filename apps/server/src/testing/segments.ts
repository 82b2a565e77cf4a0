import type { Rule, RuleOperator } from "../features/segments/rule/rule.ts";
import type { TestServer } from "./a-server.ts";

const SEGMENT = "id name kind state failure memberCount builtAt usedBy members { edges { node { key } } }";
const ISSUES = "... on InvalidInput { issues { path code } }";

export type Segments = ReturnType<typeof segmentsOf>;

/** The mutations and the preview of segments, each answering what GraphQL answered. */
export const segmentsOf = (server: TestServer) => ({
  async create(input: object) {
    const document = `mutation ($input: CreateSegmentInput!) {
      createSegment(input: $input) { __typename ... on Segment { ${SEGMENT} } ${ISSUES} }
    }`;
    return (await server.ask(document, { input })).createSegment;
  },
  async update(input: object) {
    const document = `mutation ($input: UpdateSegmentInput!) {
      updateSegment(input: $input) { __typename ... on Segment { ${SEGMENT} } ${ISSUES} }
    }`;
    return (await server.ask(document, { input })).updateSegment;
  },
  async remove(id: string) {
    const document = `mutation ($id: ID!) {
      removeSegment(id: $id) { __typename ... on SegmentRemoved { id } ... on SegmentInUse { exports } }
    }`;
    return (await server.ask(document, { id })).removeSegment;
  },
  async preview(rule: Rule) {
    const document = `query ($rule: RuleGroupInput!) {
      segmentPreview(rule: $rule) { ... on SegmentPreview { memberCount members { key } } ${ISSUES} }
    }`;
    return (await server.ask(document, { rule })).segmentPreview;
  },
  async byId(id: string) {
    const document = `query ($id: ID!) { segment(id: $id) { ${SEGMENT} rule { join } } }`;
    return (await server.ask(document, { id })).segment;
  },
});

/** A rule of one condition. */
export const one = (field: string, operator: RuleOperator, ...values: string[]): Rule => ({
  join: "AND",
  conditions: [{ field, operator, values }],
  groups: [],
});

/** Keys of the members that a segment was answered with. */
export const keysOf = ({ members }: { members: { edges: { node: { key: string } }[] } }) =>
  members.edges.map(({ node }) => node.key);
