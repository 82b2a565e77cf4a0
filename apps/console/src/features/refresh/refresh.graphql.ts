import { graphql, type ResultOf } from "../../graphql/graphql.ts";

export const RefreshFields = graphql(`
  fragment RefreshFields on Refresh @_unmask {
    id
    state
    trigger
    dueAt
    startedAt
    cancelRequestedAt
    endedAt
    startedBy {
      id
      name
    }
    steps {
      position
      kind
      subjectId
      subjectName
      state
      stateSince
      code
      message
      doneCount
      totalCount
      runId
    }
  }
`);

export type Refresh = ResultOf<typeof RefreshFields>;
export type RefreshStep = Refresh["steps"][number];

export const LatestRefresh = graphql(
  `
    query LatestRefresh {
      refreshes(first: 1) {
        edges {
          node {
            ...RefreshFields
          }
        }
      }
    }
  `,
  [RefreshFields],
);

export const RefreshChanged = graphql(
  `
    subscription RefreshChanged {
      refreshChanged {
        ...RefreshFields
      }
    }
  `,
  [RefreshFields],
);

export const StartRefresh = graphql(`
  mutation StartRefresh {
    startRefresh {
      __typename
      ... on Refresh {
        id
      }
      ... on UserError {
        code
        message
      }
    }
  }
`);

export const CancelRefresh = graphql(`
  mutation CancelRefresh($refreshId: ID!) {
    cancelRefresh(refreshId: $refreshId) {
      __typename
      ... on Refresh {
        id
      }
      ... on UserError {
        code
        message
      }
    }
  }
`);

export const ScheduleFields = graphql(`
  fragment ScheduleFields on Schedule @_unmask {
    isOn
    nextAt
    recurrence {
      timeZone
      days
      times
    }
    notStarted {
      at
      code
      message
    }
  }
`);

export type Schedule = ResultOf<typeof ScheduleFields>;

export const CurrentSchedule = graphql(
  `
    query CurrentSchedule {
      schedule {
        ...ScheduleFields
      }
    }
  `,
  [ScheduleFields],
);

export const UpdateSchedule = graphql(
  `
    mutation UpdateSchedule($input: UpdateScheduleInput!) {
      updateSchedule(input: $input) {
        __typename
        ... on Schedule {
          ...ScheduleFields
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
  `,
  [ScheduleFields],
);
