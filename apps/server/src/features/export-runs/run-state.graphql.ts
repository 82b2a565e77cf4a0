import { registerEnumType } from "type-graphql";
import { RunState } from "./run-state.ts";

export { RunState };

registerEnumType(RunState, {
  name: "RunState",
  valuesConfig: {
    AWAITING_APPROVAL: {
      description:
        "It would do what might surprise: somebody has to approve it, or cancel it. Nothing happens until then.",
    },
  },
});
