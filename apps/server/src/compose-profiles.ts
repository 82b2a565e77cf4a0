import type { DataSource } from "typeorm";
import type { ErasedAddresses } from "./features/erasure/erased-addresses.ts";
import { StoreFile } from "./features/files/store-file.ts";
import { FindProfiles } from "./features/profiles/find-profiles.ts";
import { ProfileResolver } from "./features/profiles/profile.resolver.ts";
import { LoadSampleData } from "./features/sandbox/load-sample-data.ts";
import { SandboxResolver } from "./features/sandbox/sandbox.resolver.ts";
import { BuildSegmentTask } from "./features/segments/build-segment.task.ts";
import { BuildSegment } from "./features/segments/build-segment.ts";
import { PreviewSegment } from "./features/segments/preview-segment.ts";
import { RemoveSegment } from "./features/segments/remove-segment.ts";
import { SaveSegment } from "./features/segments/save-segment.ts";
import { SegmentResolver } from "./features/segments/segment.resolver.ts";
import { CreateSource } from "./features/sources/create-source.ts";
import { LoadSourceTask } from "./features/sources/load-source.task.ts";
import { LoadSource } from "./features/sources/load-source.ts";
import { RemoveProfilesTask } from "./features/sources/remove-profiles.task.ts";
import { RemoveProfiles } from "./features/sources/remove-profiles.ts";
import { RemoveSource } from "./features/sources/remove-source.ts";
import { SourceResolver } from "./features/sources/source.resolver.ts";
import type { Logger } from "./platform/logging/logger.ts";
import type { TaskShare } from "./platform/tasks/task.ts";
import type { TaskQueue } from "./platform/tasks/task-queue.ts";

export type ProfileParts = {
  readonly dataSource: DataSource;
  readonly tasks: TaskQueue;
  readonly erased: ErasedAddresses;
  readonly isSandbox: boolean;
  readonly logger: Logger;
};

const LOADS: TaskShare = { atOnce: 1 };
const BUILDS: TaskShare = { atOnce: 2 };

/** Every `new` of what profiles come from and are gathered in: files, sources, segments; their tasks have their workers. */
export function composeProfiles({ dataSource, tasks, erased, isSandbox, logger }: ProfileParts) {
  const storeFile = new StoreFile(dataSource);
  const createSource = new CreateSource(dataSource, tasks);
  const removeSource = new RemoveSource(dataSource, tasks);
  const saveSegment = new SaveSegment(dataSource, tasks);
  const buildSegment = new BuildSegment(dataSource);
  const loadSource = new LoadSource(dataSource, buildSegment, tasks, logger, erased);
  const removeProfiles = new RemoveProfiles(dataSource, buildSegment);
  const loadSampleData = isSandbox
    ? new LoadSampleData(dataSource, storeFile, createSource, removeSource, saveSegment)
    : null;
  tasks.work(LoadSourceTask, LOADS, ({ sourceId }, { signal }) => loadSource.execute(sourceId, signal));
  tasks.work(RemoveProfilesTask, LOADS, ({ sourceId }, { signal }) =>
    removeProfiles.execute(sourceId, signal),
  );
  tasks.work(BuildSegmentTask, BUILDS, ({ segmentId }) => buildSegment.execute(segmentId));

  const resolvers = [
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
  return { storeFile, buildSegment, resolvers };
}
