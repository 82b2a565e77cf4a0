/** The outcome of work that can fail in ways the caller is expected to handle. Plain data: it survives JSON. */
export type Result<Value, Failure> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly failure: Failure };

export const ok = <Value>(value: Value): Result<Value, never> => ({ ok: true, value });

export const fail = <Failure>(failure: Failure): Result<never, Failure> => ({ ok: false, failure });

/**
 * The end of a switch over a union: a case that was forgotten is a compile error here.
 *
 * @throws {Error} when reached, which only data from outside the types can do.
 */
export function unreachable(value: never): never {
  throw new Error(`Unreachable case: ${JSON.stringify(value)}`);
}
