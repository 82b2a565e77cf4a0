import { AuditResolver } from "./features/access/audit.resolver.ts";
import { ViewerResolver } from "./features/access/viewer.resolver.ts";
import { AlertResolver } from "./features/alerts/alert.resolver.ts";
import { CallResolver } from "./features/calls/call.resolver.ts";
import { DestinationResolver } from "./features/destinations/destination.resolver.ts";
import { SendGridAccountResolver } from "./features/destinations/sendgrid-account.resolver.ts";
import { DriftResolver } from "./features/drift/drift.resolver.ts";
import { ErasureResolver } from "./features/erasure/erasure.resolver.ts";
import { ExportRunResolver } from "./features/export-runs/export-run.resolver.ts";
import { OutcomeResolver } from "./features/export-runs/outcomes/outcome.resolver.ts";
import { ExportResolver } from "./features/exports/export.resolver.ts";
import { ExportPreflightResolver } from "./features/exports/export-preflight.resolver.ts";
import { ExportScheduleResolver } from "./features/exports/export-schedule.resolver.ts";
import { MatchResolver } from "./features/exports/match.resolver.ts";
import { PersonTrailResolver } from "./features/persons/person-trail.resolver.ts";
import { ProfileResolver } from "./features/profiles/profile.resolver.ts";
import { RefreshResolver } from "./features/refresh/refresh.resolver.ts";
import { ScheduleResolver } from "./features/refresh/schedule.resolver.ts";
import { RetryResolver } from "./features/retries/retry.resolver.ts";
import { SandboxResolver } from "./features/sandbox/sandbox.resolver.ts";
import { SegmentResolver } from "./features/segments/segment.resolver.ts";
import { SourceResolver } from "./features/sources/source.resolver.ts";
import { SystemResolver } from "./features/system/system.resolver.ts";
import { UndoResolver } from "./features/undo/undo.resolver.ts";

/** Whose fields together are the contract. */
export const RESOLVERS = [
  ViewerResolver,
  AuditResolver,
  DestinationResolver,
  SendGridAccountResolver,
  ExportResolver,
  ExportPreflightResolver,
  ExportScheduleResolver,
  MatchResolver,
  ExportRunResolver,
  RetryResolver,
  UndoResolver,
  DriftResolver,
  OutcomeResolver,
  CallResolver,
  SourceResolver,
  ProfileResolver,
  SegmentResolver,
  SandboxResolver,
  RefreshResolver,
  ScheduleResolver,
  AlertResolver,
  ErasureResolver,
  PersonTrailResolver,
  SystemResolver,
] as const;

type InstancesOf<Classes> = {
  readonly [Index in keyof Classes]: Classes[Index] extends new (
    ...args: never[]
  ) => infer Instance
    ? Instance
    : never;
};

/** One of each, in the same order: a resolver that is forgotten in one place does not compile. */
export type Resolvers = InstancesOf<typeof RESOLVERS>;
