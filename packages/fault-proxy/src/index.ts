export type { Faults } from "./faults.ts";
export { type FaultProxy, startFaultProxy } from "./start-fault-proxy.ts";
