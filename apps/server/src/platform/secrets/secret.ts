import { inspect } from "node:util";

const SHOWN = "[secret]";

/** A value that travels without being seen: text, JSON and `console.log` say only that there is one. */
export class Secret {
  readonly #value: string;
  constructor(value: string) {
    this.#value = value;
  }
  reveal(): string {
    return this.#value;
  }
  toString(): string {
    return SHOWN;
  }
  toJSON(): string {
    return SHOWN;
  }
  [inspect.custom](): string {
    return SHOWN;
  }
}
