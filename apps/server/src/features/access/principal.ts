/** Who is asking. */
export type Principal = { readonly userId: string };

/** The user that the first migration creates. */
const LOCAL_ADMINISTRATOR: Principal = { userId: "00000000-0000-4000-8000-000000000001" };

/**
 * The one place that says who is asking, over HTTP and WebSocket alike.
 *
 * Until there is sign-in it is the local administrator, and the server listens on this machine alone.
 */
export const principal = (): Principal => LOCAL_ADMINISTRATOR;
