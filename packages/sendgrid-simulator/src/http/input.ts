/** A JSON object's property; undefined where the body is something else. */
export const property = (body: unknown, name: string): unknown =>
  typeof body === "object" && body !== null && Object.hasOwn(body, name)
    ? (body as Record<string, unknown>)[name]
    : undefined;

/** A parameter of the path or the query, as text; "" where it is missing or came twice. */
export const parameter = (source: unknown, name: string): string => {
  const value = property(source, name);
  return typeof value === "string" ? value : "";
};
