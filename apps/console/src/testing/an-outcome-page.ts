/** One page of outcomes, as the server answers it. */
export const anOutcomePage = (...nodes: object[]) => ({
  outcomes: {
    totalCount: nodes.length,
    pageInfo: { endCursor: null, hasNextPage: false },
    edges: nodes.map((node, index) => ({ cursor: `c${index}`, node })),
  },
});
