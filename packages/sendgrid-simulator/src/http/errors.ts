/**
 * SendGrid's error bodies, word for word where they are on record.
 *
 * @see sendgrid-oai `tsg_mc_contacts_v3.json`, schemas `ErrorResponse` and `ContactsError`
 */

/** One thing wrong with a request. */
export type WireError = { readonly field?: string | null; readonly message: string };

export const errorBody = (...errors: readonly WireError[]): { errors: readonly WireError[] } => ({ errors });

/** Recorded on a live account (sendgrid-php#793). */
export const UNAUTHORIZED = {
  errors: [
    { message: "The provided authorization grant is invalid, expired, or revoked", field: null, help: null },
  ],
};

/** As the specification has it for a call without any key. */
export const AUTHORIZATION_REQUIRED = errorBody({ field: null, message: "authorization required" });

export const FORBIDDEN = errorBody({ field: null, message: "access forbidden" });
export const NOT_FOUND = errorBody({ field: null, message: "not found" });
export const LIST_NOT_FOUND = errorBody({ field: "id", message: "list not found" });
export const METHOD_NOT_ALLOWED = errorBody({ field: null, message: "method not allowed" });

/** @see docs.sendgrid.com "Rate limits" */
export const TOO_MANY_REQUESTS = errorBody({ field: null, message: "too many requests" });

/** sendgrid-nodejs#957 */
export const INVALID_JSON = errorBody({ message: "invalid JSON" });

const PROXY_REASONS: Readonly<Record<number, string>> = {
  408: "Request Time-out",
  414: "Request-URI Too Large",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Temporarily Unavailable",
  504: "Gateway Time-out",
};

/** What the proxy before SendGrid answers by itself, e.g. 414 when the request line is over 8 KB (met by RudderStack). */
export function proxyPage(status: number): string {
  const title = `${status} ${PROXY_REASONS[status] ?? "Error"}`;
  return `<html>
<head><title>${title}</title></head>
<body>
<center><h1>${title}</h1></center>
<hr><center>nginx</center>
</body>
</html>
`;
}
