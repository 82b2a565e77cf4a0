export class Killed extends Error {}

type Methods = Readonly<Record<string, (...given: never[]) => unknown>>;

/**
 * A process that dies at its step number `killAt`, before or after the step took effect; nothing works after.
 *
 * @returns `mortal` lets the given methods of an object count as steps, one before and one after each call.
 */
export function dyingAt(killAt: number) {
  let steps = 0;
  const step = () => {
    if (++steps >= killAt) throw new Killed(`at step ${killAt}`);
  };
  const mortal = <Port extends object>(port: Port, names: readonly (keyof Port & string)[]): Port =>
    new Proxy(port, {
      get(target, name) {
        const member = Reflect.get(target, name, target);
        if (typeof member !== "function") return member;
        if (!names.some((known) => known === name)) return member.bind(target);
        return async (...given: never[]) => {
          step();
          const outcome = await (target as Methods)[name as string]!(...given);
          step();
          return outcome;
        };
      },
    });
  return { mortal };
}
