import type { Match, RouteReason, TargetField } from "@keruen/core";
import { Column, Entity, PrimaryColumn } from "typeorm";
import type { SuppressionGroupName, SuppressionKind } from "../exports/suppression-kind.ts";
import type { SyncMode } from "../exports/sync-mode.ts";
import type { ApprovalReason } from "./approval/approval-reason.ts";
import type { RunFailure } from "./describe-failure.ts";
import type { RunRoute } from "./prepare/run-route.ts";
import type { RunState } from "./run-state.ts";
import type { RunTrigger } from "./run-trigger.ts";

/** One row per run. `state` only moves forward; counts only grow. */
@Entity({ name: "export_run" })
export class ExportRunEntity {
  @PrimaryColumn({ type: "uuid" }) id!: string;
  /** Null when the export has been removed since; the rest is as it was when the run began. */
  @Column({ type: "uuid", nullable: true }) exportId!: string | null;
  @Column({ type: "text" }) exportName!: string;
  @Column({ type: "uuid", nullable: true }) destinationId!: string | null;
  @Column({ type: "text" }) listId!: string;
  @Column({ type: "text" }) listName!: string;
  @Column({ type: "jsonb" }) matching!: readonly Match[];
  @Column({ type: "text" }) syncMode!: SyncMode;
  @Column({ type: "text", array: true }) suppressions!: readonly SuppressionKind[];
  @Column({ type: "jsonb" }) suppressionGroups!: readonly SuppressionGroupName[];
  /** The SendGrid fields it fills; null until it has been prepared. */
  @Column({ type: "jsonb", nullable: true }) targets!: readonly TargetField[] | null;

  /** Everybody is sent, changed or not. */
  @Column({ type: "boolean" }) isFull!: boolean;
  /** Of matching and targets (`matchingHash`); null until it has been prepared. */
  @Column({ type: "uuid", nullable: true }) matchingHash!: string | null;
  /** Chosen when it has been prepared, and kept by every attempt; null before, and of runs from before there was a choice. */
  @Column({ type: "text", nullable: true }) route!: RunRoute | null;
  @Column({ type: "jsonb", nullable: true }) routeReason!: RouteReason | null;

  /** Nothing is sent, nobody removed, and no delivery written. */
  @Column({ type: "boolean" }) isDryRun!: boolean;
  /** What a dry run has found that a run would do, in people; null until it has. */
  @Column({ type: "integer", nullable: true }) toAddCount!: number | null;
  @Column({ type: "integer", nullable: true }) toChangeCount!: number | null;
  @Column({ type: "integer", nullable: true }) toRemoveCount!: number | null;

  @Column({ type: "text" }) state!: RunState;
  @Column({ type: "timestamptz" }) stateSince!: Date;
  @Column({ type: "integer", nullable: true }) selectedCount!: number | null;
  @Column({ type: "integer" }) processedCount!: number;
  @Column({ type: "integer" }) acceptedCount!: number;
  @Column({ type: "integer" }) deliveredCount!: number;
  /** Not sent, as SendGrid has them already; those who were not even looked at are in it from the beginning. */
  @Column({ type: "integer" }) unchangedCount!: number;
  @Column({ type: "integer" }) rejectedCount!: number;
  @Column({ type: "integer" }) suppressedCount!: number;
  @Column({ type: "integer" }) duplicateCount!: number;
  @Column({ type: "integer" }) notSentCount!: number;
  /** People whom SendGrid took off the list. */
  @Column({ type: "integer" }) removedCount!: number;
  /** Those it has set out to remove, before SendGrid is asked to. */
  @Column({ type: "integer" }) removingCount!: number;
  /** What a removal is measured by (`countDeliveriesBefore`); null where the run only adds. */
  @Column({ type: "integer", nullable: true }) deliveriesBefore!: number | null;

  /** The largest part of them that may leave without being asked about; fixed when the run began. */
  @Column({ type: "double precision" }) maxRemovalShare!: number;
  /** What it asked about last; null where it never did. */
  @Column({ type: "jsonb", nullable: true }) approvalReason!: ApprovalReason | null;
  @Column({ type: "timestamptz", nullable: true }) awaitingApprovalAt!: Date | null;
  @Column({ type: "timestamptz", nullable: true }) approvedAt!: Date | null;
  @Column({ type: "uuid", nullable: true }) approvedBy!: string | null;

  /** The last profile of the last stored batch: where a resumed run goes on. */
  @Column({ type: "bigint" }) cursor!: number;
  /** The last profile that it began to hand over. Whoever is after the cursor, and not after this one, is in doubt. */
  @Column({ type: "bigint", nullable: true }) handingOverTo!: number | null;
  @Column({ type: "integer" }) lastBatch!: number;
  @Column({ type: "integer" }) attempt!: number;
  @Column({ type: "timestamptz", nullable: true }) nextTryAt!: Date | null;
  /** The endpoint whose window is used up, and until when; it may be a time that has passed. */
  @Column({ type: "text", nullable: true }) waitingFor!: string | null;
  @Column({ type: "timestamptz", nullable: true }) waitingUntil!: Date | null;
  @Column({ type: "timestamptz", nullable: true }) cancelRequestedAt!: Date | null;
  @Column({ type: "text", nullable: true }) failureCode!: string | null;
  @Column({ type: "text", nullable: true }) failureMessage!: string | null;

  /** The upload has failed for good; the run ends with this once SendGrid has finished with what it accepted. */
  @Column({ type: "jsonb", nullable: true }) failsWith!: RunFailure | null;

  @Column({ type: "uuid" }) startedBy!: string;
  @Column({ type: "text" }) trigger!: RunTrigger;
  /** Of a run that sends those alone whom another one did not get to. */
  @Column({ type: "uuid", nullable: true }) retryOf!: string | null;
  /** Of a run that takes off whom another one has added, and sends again whom that one has removed. */
  @Column({ type: "uuid", nullable: true }) undoOf!: string | null;
  /** Whether it is known whom it added; not of runs from before that was kept. */
  @Column({ type: "boolean" }) tellsAdded!: boolean;
  /** When the schedule that started it was due. */
  @Column({ type: "timestamptz", nullable: true }) dueAt!: Date | null;
  @Column({ type: "timestamptz" }) queuedAt!: Date;
  @Column({ type: "timestamptz", nullable: true }) preparingAt!: Date | null;
  @Column({ type: "timestamptz", nullable: true }) uploadingAt!: Date | null;
  @Column({ type: "timestamptz", nullable: true }) settlingAt!: Date | null;
  /** When everybody who was to leave had left. */
  @Column({ type: "timestamptz", nullable: true }) mirroredAt!: Date | null;
  @Column({ type: "timestamptz", nullable: true }) endedAt!: Date | null;
  /** Since when nobody is shown its members, outcomes and removals any more; counts stay. */
  @Column({ type: "timestamptz", nullable: true }) detailsPrunedAt!: Date | null;
}
