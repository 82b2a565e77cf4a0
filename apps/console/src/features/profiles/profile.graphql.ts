import { graphql, type ResultOf } from "../../graphql/graphql.ts";

export const Profiles = graphql(`
  query Profiles($first: Int!, $after: String, $search: String) {
    profiles(first: $first, after: $after, search: $search) {
      totalCount
      pageInfo {
        endCursor
        hasNextPage
      }
      edges {
        node {
          id
          key
          attributes {
            field
            value
          }
        }
      }
    }
  }
`);

export type Profile = ResultOf<typeof Profiles>["profiles"]["edges"][number]["node"];

export const ProfileFields = graphql(`
  query ProfileFields {
    profileFields {
      name
      type
      looksLikeEmail
      suggestedFor
    }
  }
`);

export type ProfileField = ResultOf<typeof ProfileFields>["profileFields"][number];
