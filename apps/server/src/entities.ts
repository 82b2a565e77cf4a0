import { UserEntity } from "./features/access/user.entity.ts";
import { AlertChannelEntity } from "./features/alerts/alert-channel.entity.ts";
import { AlertDeliveryEntity } from "./features/alerts/alert-delivery.entity.ts";
import { ConsentEntity } from "./features/destinations/consent.entity.ts";
import { DestinationEntity } from "./features/destinations/destination.entity.ts";
import { DriftCheckEntity } from "./features/drift/drift-check.entity.ts";
import { ErasureEntity } from "./features/erasure/erasure.entity.ts";
import { ErasureDestinationEntity } from "./features/erasure/erasure-destination.entity.ts";
import { ExportRunEntity } from "./features/export-runs/export-run.entity.ts";
import { ExportEntity } from "./features/exports/export.entity.ts";
import { UploadedFileEntity } from "./features/files/uploaded-file.entity.ts";
import { ProfileEntity } from "./features/profiles/profile.entity.ts";
import { ProfileFieldEntity } from "./features/profiles/profile-field.entity.ts";
import { RefreshEntity } from "./features/refresh/refresh.entity.ts";
import { RefreshStepEntity } from "./features/refresh/refresh-step.entity.ts";
import { RefreshScheduleEntity } from "./features/schedules/refresh-schedule.entity.ts";
import { SegmentEntity } from "./features/segments/segment.entity.ts";
import { SourceEntity } from "./features/sources/source.entity.ts";

/** Every table that TypeORM reads and writes as objects. The others are SQL's alone. */
export const ENTITIES = [
  UserEntity,
  UploadedFileEntity,
  SourceEntity,
  ProfileEntity,
  ProfileFieldEntity,
  ConsentEntity,
  DestinationEntity,
  SegmentEntity,
  ExportEntity,
  ExportRunEntity,
  DriftCheckEntity,
  RefreshScheduleEntity,
  RefreshEntity,
  RefreshStepEntity,
  AlertChannelEntity,
  AlertDeliveryEntity,
  ErasureEntity,
  ErasureDestinationEntity,
];
