import { graphql, type ResultOf, type VariablesOf } from "../../../graphql/graphql.ts";

/** The lists of a SendGrid account, by a saved destination or by a key that is not saved yet. */
export const SendGridLists = graphql(`
  query SendGridLists($access: SendGridAccessInput!) {
    sendGridLists(access: $access) {
      __typename
      ... on SendGridLists {
        lists {
          id
          name
          contactCount
        }
      }
      ... on UserError {
        code
        message
      }
      ... on ApiKeyRefused {
        problem
        missingScopes
      }
    }
  }
`);

export type SendGridAccess = VariablesOf<typeof SendGridLists>["access"];

export type SendGridRegion = NonNullable<SendGridAccess["region"]>;

export type SendGridList = Extract<
  ResultOf<typeof SendGridLists>["sendGridLists"],
  { __typename: "SendGridLists" }
>["lists"][number];

export const CreateSendGridList = graphql(`
  mutation CreateSendGridList($input: CreateSendGridListInput!) {
    createSendGridList(input: $input) {
      __typename
      ... on SendGridList {
        id
        name
        contactCount
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

export const SendGridAccount = graphql(`
  query SendGridAccount($destinationId: ID!) {
    sendGridAccount(destinationId: $destinationId) {
      __typename
      ... on SendGridAccount {
        contactCount
        billableCount
        contactLimit
        headroom
      }
      ... on UserError {
        code
        message
      }
    }
  }
`);

export const TestDestination = graphql(`
  mutation TestDestination($access: SendGridAccessInput!) {
    testDestination(access: $access) {
      __typename
      ... on DestinationTest {
        apiKeyId
        contactCount
        scopes
      }
      ... on UserError {
        code
        message
      }
      ... on ApiKeyRefused {
        problem
        missingScopes
      }
    }
  }
`);

export type DestinationTest = Extract<
  ResultOf<typeof TestDestination>["testDestination"],
  { __typename: "DestinationTest" }
>;

export type KeyProblem = Extract<
  ResultOf<typeof TestDestination>["testDestination"],
  { __typename: "ApiKeyRefused" }
>["problem"];
