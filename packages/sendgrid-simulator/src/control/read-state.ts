import type { FastifyRequest } from "fastify";
import { readCounts } from "../account/contact-counts.ts";
import { jobStatus } from "../contacts/import-status.ts";
import { MAX_LISTS } from "../lists/list-store.ts";
import type { Simulation } from "../simulation.ts";

const RECENT = 50;

/** Everything worth watching, in an answer of bounded size: no contacts, and of calls and jobs only the newest. */
export function readState(simulation: Simulation, request: FastifyRequest) {
  const { database, clock, lists, fields, jobs, calls, faults, settings, subusers } = simulation;
  const { contacts, billable } = readCounts(database, clock());
  return {
    now: clock(),
    subuser: simulation.subuser,
    subusers: simulation.subuser === null ? subusers().map(({ name }) => name) : [],
    contactCount: contacts,
    billableCount: billable,
    lists: lists.page("", MAX_LISTS).map(({ id, name, contactCount }) => ({ id, name, contactCount })),
    fields: [...fields.byId.values()],
    pendingJobCount: jobs.pendingCount(),
    pendingRowCount: jobs.pendingRowCount(),
    jobs: jobs.recent(10).map((job) => jobStatus(job, simulation, request)),
    callCounts: calls.counts(),
    calls: calls.recent(RECENT),
    faults: faults.pending(),
    faultPlan: faults.planProgress(),
    settings,
    /** The most the process has held so far. */
    memoryBytes: process.resourceUsage().maxRSS * 1_024,
  };
}

export type SimulatorState = ReturnType<typeof readState>;
