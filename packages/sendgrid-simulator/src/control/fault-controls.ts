/**
 * `/_simulator/faults`: what is to go wrong next, one by one or by plan.
 *
 * Reads  : requests, the fault schedule.
 * Writes : the fault schedule.
 * Used by: `control-plane.ts`.
 */
import type { FastifyPluginAsync } from "fastify";
import { z } from "zod";
import { ScheduledFault } from "../faults/fault.ts";
import { FaultPlanOptions, FaultPlanProgress } from "../faults/fault-plan.ts";
import type { Simulation } from "../simulation.ts";

const ScheduledFaults = z.strictObject({ faults: z.array(ScheduledFault) });

export const faultControls =
  ({ faults }: Pick<Simulation, "faults">): FastifyPluginAsync =>
  async (server) => {
    server.get("/faults", async () => ({ faults: faults.pending() }));
    server.post("/faults", async (request, reply) => {
      faults.add(ScheduledFault.parse(request.body));
      return reply.code(201).send({ faults: faults.pending() });
    });
    server.put("/faults", async (request) => {
      faults.replace(ScheduledFaults.parse(request.body).faults);
      return { faults: faults.pending() };
    });
    server.delete("/faults", async (_request, reply) => {
      faults.clear();
      return reply.code(204).send();
    });

    server.get("/faults/plan", async () => faults.planProgress());
    server.post("/faults/plan", async (request, reply) => {
      faults.setPlan(FaultPlanOptions.parse(request.body));
      return reply.code(201).send(faults.planProgress());
    });
    server.put("/faults/plan", async (request) => {
      faults.resumePlan(FaultPlanProgress.parse(request.body));
      return faults.planProgress();
    });
  };
