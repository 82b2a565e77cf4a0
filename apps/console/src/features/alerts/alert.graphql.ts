import { graphql, type ResultOf } from "../../graphql/graphql.ts";

export const AlertChannelFields = graphql(`
  fragment AlertChannelFields on AlertChannel @_unmask {
    id
    name
    kind
    target
    addresses
    language
    alerts
    isOn
  }
`);

export type AlertChannel = ResultOf<typeof AlertChannelFields>;

export const AlertChannels = graphql(
  `
    query AlertChannels {
      alertChannels {
        ...AlertChannelFields
      }
    }
  `,
  [AlertChannelFields],
);

/** Null where no mail server is set up. */
export const MailFrom = graphql(`
  query MailFrom {
    system {
      mailFrom
    }
  }
`);

export const AlertDeliveries = graphql(`
  query AlertDeliveries($first: Int!, $after: String) {
    alertDeliveries(first: $first, after: $after) {
      totalCount
      pageInfo {
        endCursor
        hasNextPage
      }
      edges {
        node {
          id
          channelId
          kind
          runId
          state
          attempt
          nextTryAt
          reached
          failureCode
          createdAt
        }
      }
    }
  }
`);

export type AlertDelivery = ResultOf<typeof AlertDeliveries>["alertDeliveries"]["edges"][number]["node"];

export const CreateAlertChannel = graphql(
  `
    mutation CreateAlertChannel($input: CreateAlertChannelInput!) {
      createAlertChannel(input: $input) {
        __typename
        ... on AlertChannelCreated {
          signingSecret
          channel {
            ...AlertChannelFields
          }
        }
        ... on InvalidInput {
          code
          message
          issues {
            path
            code
            message
          }
        }
      }
    }
  `,
  [AlertChannelFields],
);

export const UpdateAlertChannel = graphql(
  `
    mutation UpdateAlertChannel($input: UpdateAlertChannelInput!) {
      updateAlertChannel(input: $input) {
        __typename
        ... on AlertChannel {
          ...AlertChannelFields
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
  [AlertChannelFields],
);

export type AlertChannelKind = AlertChannel["kind"];
export type AlertKind = AlertDelivery["kind"];

export const SwitchAlertChannel = graphql(
  `
    mutation SwitchAlertChannel($id: ID!, $isOn: Boolean!) {
      updateAlertChannel(input: { id: $id, isOn: $isOn }) {
        __typename
        ... on AlertChannel {
          ...AlertChannelFields
        }
        ... on UserError {
          code
          message
        }
      }
    }
  `,
  [AlertChannelFields],
);

export const RemoveAlertChannel = graphql(`
  mutation RemoveAlertChannel($id: ID!) {
    removeAlertChannel(id: $id) {
      __typename
      ... on UserError {
        code
        message
      }
    }
  }
`);

export const TestAlertChannel = graphql(`
  mutation TestAlertChannel($id: ID!) {
    testAlertChannel(id: $id) {
      __typename
      ... on UserError {
        code
        message
      }
    }
  }
`);
