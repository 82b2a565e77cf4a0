/**
 * `/_simulator/faults`: what is to go wrong next, one by one or by plan.
 *
 * Reads  : requests, the fault schedule.
 * Writes : the fault schedule.
 * Used by: `control-plane.ts`.
 */
import type { FastifyPluginAsync } from "fastify";
import { ScheduledFault } from "../faults/fault.ts";
import { FaultPlanOptions } from "../faults/fault-plan.ts";
import type { Simulation } from "../simulation.ts";

export const faultControls =
  ({ faults }: Pick<Simulation, "faults">): FastifyPluginAsync =>
  async (server) => {
    const readPlan = () => ({
      plan: faults.plan()?.options ?? null,
      strikes: faults.plan()?.strikes() ?? {},
    });

    server.get("/faults", async () => ({ faults: faults.pending() }));
    server.post("/faults", async (request, reply) => {
      faults.add(ScheduledFault.parse(request.body));
      return reply.code(201).send({ faults: faults.pending() });
    });
    server.delete("/faults", async (_request, reply) => {
      faults.clear();
      return reply.code(204).send();
    });

    server.get("/faults/plan", async () => readPlan());
    server.post("/faults/plan", async (request, reply) => {
      faults.setPlan(FaultPlanOptions.parse(request.body));
      return reply.code(201).send(readPlan());
    });
  };
