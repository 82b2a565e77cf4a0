import { Arg, ID, Int, Query, Resolver } from "type-graphql";
import type { DataSource } from "typeorm";
import { AuditEvent, AuditEventConnection } from "./audit-event.graphql.ts";
import { listAuditEvents } from "./list-audit-events.ts";

@Resolver(() => AuditEvent)
export class AuditResolver {
  constructor(private readonly dataSource: DataSource) {}

  @Query(() => AuditEventConnection, { description: "Newest first. Counted up to 10,000." })
  async auditEvents(
    @Arg("first", () => Int, { defaultValue: 50 }) first: number,
    @Arg("after", () => String, { nullable: true }) after: string | null = null,
    @Arg("action", () => String, { nullable: true }) action: string | null = null,
    @Arg("subjectId", () => ID, { nullable: true }) subjectId: string | null = null,
  ): Promise<AuditEventConnection> {
    return await listAuditEvents(this.dataSource.manager, { action, subjectId }, first, after);
  }
}
