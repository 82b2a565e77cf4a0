/** A JSON object or array; null for anything else: proxies answer in HTML. */
export function parseJson(text: string): object | null {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === "object" ? json : null;
  } catch {
    return null;
  }
}
