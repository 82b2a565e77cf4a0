import { graphql } from "../../graphql/graphql.ts";

export const System = graphql(`
  query System {
    system {
      version
      sandbox {
        sendGridUrl
        sampleData
        keys {
          kind
          apiKey
        }
      }
    }
  }
`);

export const LoadSampleData = graphql(`
  mutation LoadSampleData {
    loadSampleData {
      __typename
      ... on Source {
        id
      }
      ... on UserError {
        code
        message
      }
    }
  }
`);
