import { graphql, type ResultOf } from "../../graphql/graphql.ts";
import { RunFields } from "../export-runs/export-run.graphql.ts";

export const ExportFields = graphql(
  `
    fragment ExportFields on Export @_unmask {
      id
      name
      createdAt
      syncMode
      maxRemovalShare
      maxRejectedShare
      destination {
        id
        name
        state
      }
      list {
        id
        name
      }
      matching {
        target
        kind
        value
        whenEmpty
      }
      suppressions
      suppressionGroups {
        id
        name
      }
      segments {
        id
        name
        memberCount
      }
      schedule {
        kind
        recurrence {
          timeZone
          days
          times
        }
      }
      nextRun {
        at
        reason
      }
      notStarted {
        at
        code
        message
      }
      lastRun {
        ...RunFields
      }
    }
  `,
  [RunFields],
);

export type Export = ResultOf<typeof ExportFields>;

export const Exports = graphql(
  `
    query Exports($first: Int!, $after: String) {
      exports(first: $first, after: $after) {
        totalCount
        pageInfo {
          endCursor
          hasNextPage
        }
        edges {
          node {
            ...ExportFields
          }
        }
      }
    }
  `,
  [ExportFields],
);

export const ExportById = graphql(
  `
    query ExportById($id: ID!) {
      export(id: $id) {
        ...ExportFields
      }
    }
  `,
  [ExportFields],
);

export const RemoveExport = graphql(`
  mutation RemoveExport($id: ID!) {
    removeExport(id: $id) {
      __typename
      ... on ExportRemoved {
        id
      }
      ... on UserError {
        code
        message
      }
    }
  }
`);

export const ScheduleExports = graphql(`
  mutation ScheduleExports($ids: [ID!]!, $schedule: ExportScheduleInput!, $active: ActiveSchedules!) {
    scheduleExports(ids: $ids, schedule: $schedule, active: $active) {
      __typename
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

export const StartAllExports = graphql(`
  mutation StartAllExports {
    startAllExports {
      started {
        id
      }
      notStarted {
        export {
          id
          name
        }
        reason {
          code
          message
        }
      }
    }
  }
`);
