/**
 * Method and path template of a call that does not name its own: whatever looks like an id becomes `{id}`.
 * SendGrid's words have no digits and no escapes, but for the version; its ids and e-mail addresses do.
 */
export function endpointOf(method: string, path: string): string {
  const [pathname = ""] = path.split("?");
  const segments = pathname.split("/").map((segment) => (isId(segment) ? "{id}" : segment));
  return `${method} ${segments.join("/")}`;
}

const isId = (segment: string) => segment !== "v3" && /[\d%@]/.test(segment);
