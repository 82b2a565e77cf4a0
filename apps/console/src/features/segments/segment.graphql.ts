import { graphql, type ResultOf, type VariablesOf } from "../../graphql/graphql.ts";

const RuleLevel = graphql(`
  fragment RuleLevel on RuleGroup @_unmask {
    join
    conditions {
      field
      operator
      values
    }
  }
`);

/** A rule as deep as the server takes one: less would be lost with the next save. */
const RuleFields = graphql(
  `
    fragment RuleFields on RuleGroup @_unmask {
      ...RuleLevel
      groups {
        ...RuleLevel
        groups {
          ...RuleLevel
          groups {
            ...RuleLevel
            groups {
              ...RuleLevel
            }
          }
        }
      }
    }
  `,
  [RuleLevel],
);

export const SegmentDetails = graphql(
  `
    fragment SegmentDetails on Segment @_unmask {
      id
      name
      kind
      state
      memberCount
      builtAt
      failure
      usedBy
      rule {
        ...RuleFields
      }
    }
  `,
  [RuleFields],
);

export type Segment = ResultOf<typeof SegmentDetails>;

export const Segments = graphql(
  `
    query Segments($first: Int!, $after: String) {
      segments(first: $first, after: $after) {
        totalCount
        pageInfo {
          endCursor
          hasNextPage
        }
        edges {
          node {
            ...SegmentDetails
          }
        }
      }
    }
  `,
  [SegmentDetails],
);

export const SegmentById = graphql(
  `
    query SegmentById($id: ID!) {
      segment(id: $id) {
        ...SegmentDetails
      }
    }
  `,
  [SegmentDetails],
);

export const SegmentPreview = graphql(`
  query SegmentPreview($rule: RuleGroupInput!) {
    segmentPreview(rule: $rule) {
      __typename
      ... on SegmentPreview {
        memberCount
        members {
          id
          key
          attributes {
            field
            value
          }
        }
      }
      ... on UserError {
        code
        message
      }
      ... on InvalidInput {
        issues {
          path
          code
          message
        }
      }
    }
  }
`);

export type RuleInput = VariablesOf<typeof SegmentPreview>["rule"];

export const CreateSegment = graphql(`
  mutation CreateSegment($input: CreateSegmentInput!) {
    createSegment(input: $input) {
      __typename
      ... on Segment {
        id
      }
      ... on UserError {
        code
        message
      }
      ... on InvalidInput {
        issues {
          path
          code
          message
        }
      }
    }
  }
`);

export const UpdateSegment = graphql(`
  mutation UpdateSegment($input: UpdateSegmentInput!) {
    updateSegment(input: $input) {
      __typename
      ... on Segment {
        id
      }
      ... on UserError {
        code
        message
      }
      ... on InvalidInput {
        issues {
          path
          code
          message
        }
      }
    }
  }
`);

export const RemoveSegment = graphql(`
  mutation RemoveSegment($id: ID!) {
    removeSegment(id: $id) {
      __typename
      ... on SegmentRemoved {
        id
      }
      ... on UserError {
        code
        message
      }
      ... on SegmentInUse {
        exports
      }
    }
  }
`);
