import type { DataSource } from "typeorm";
import type { StoreFile } from "./features/files/store-file.ts";
import { FindProfiles } from "./features/profiles/find-profiles.ts";
import { ProfileResolver } from "./features/profiles/profile.resolver.ts";
import { LoadSampleData } from "./features/sandbox/load-sample-data.ts";
import { SandboxResolver } from "./features/sandbox/sandbox.resolver.ts";
import { PreviewSegment } from "./features/segments/preview-segment.ts";
import { RemoveSegment } from "./features/segments/remove-segment.ts";
import { SaveSegment } from "./features/segments/save-segment.ts";
import { SegmentResolver } from "./features/segments/segment.resolver.ts";
import { CreateSource } from "./features/sources/create-source.ts";
import { RemoveSource } from "./features/sources/remove-source.ts";
import { SourceResolver } from "./features/sources/source.resolver.ts";
import type { TaskQueue } from "./platform/tasks/task-queue.ts";

export type ProfileParts = {
  readonly dataSource: DataSource;
  readonly tasks: TaskQueue;
  readonly storeFile: StoreFile;
  readonly isSandbox: boolean;
};

/** Every `new` of what people ask of what profiles come from and are gathered in: sources, segments. */
export function composeProfiles({ dataSource, tasks, storeFile, isSandbox }: ProfileParts) {
  const createSource = new CreateSource(dataSource, tasks);
  const removeSource = new RemoveSource(dataSource, tasks);
  const saveSegment = new SaveSegment(dataSource, tasks);
  const loadSampleData = isSandbox
    ? new LoadSampleData(dataSource, storeFile, createSource, removeSource, saveSegment)
    : null;
  return [
    new SourceResolver(dataSource, createSource, removeSource),
    new ProfileResolver(dataSource, new FindProfiles(dataSource)),
    new SegmentResolver(
      dataSource,
      saveSegment,
      new RemoveSegment(dataSource),
      new PreviewSegment(dataSource),
    ),
    new SandboxResolver(loadSampleData),
  ] as const;
}
