import type { Principal } from "../../features/access/principal.ts";

/** What every resolver may know of the request. */
export type Context = { readonly principal: Principal; readonly requestId: string };
