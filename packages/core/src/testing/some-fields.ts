import type { TargetField } from "../contact/target-field.ts";
import { someTargets } from "./a-matching.ts";

/** {@link someTargets} as SendGrid gives them: `email` is mapped by `_email`, custom fields by their own ids. */
export const someFields: readonly TargetField[] = someTargets.map((target) => ({
  ...target,
  definitionId: target.custom ? target.id : `_${target.id}`,
}));
