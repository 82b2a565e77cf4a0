/**
 * Rows of one table, watched: each change is read once a process, at most four times a second a row, and told to all.
 *
 * Reads  : `PostgresPubSub`, and the row through `load`.
 * Writes : nothing.
 * Used by: subscriptions.
 */
import { Repeater, SlidingBuffer } from "@repeaterjs/repeater";
import type { PostgresPubSub, Topic } from "./postgres-pub-sub.ts";

const LEAST_INTERVAL_MS = 250;
const READ_AGAIN_MS = 1_000;

type Feed<Row> = {
  row: Row | null;
  readonly watchers: Set<(row: Row | null) => void>;
  isReading: boolean;
  isStale: boolean;
  readAt: number;
};

export type LiveRowsOptions<Row> = {
  readonly topic: Topic;
  readonly load: (id: string) => Promise<Row | null>;
  /** No further change is possible. */
  readonly isEnded: (row: Row) => boolean;
  /** Ids of rows that may have changed since; for whoever watches all. */
  readonly changedSince?: (time: Date) => Promise<readonly string[]>;
};

export class LiveRows<Row> {
  private readonly feeds = new Map<string, Feed<Row>>();
  private readonly everyWatchers = new Set<(row: Row) => void>();
  /** When a change was told last: of later ones none has been. */
  private heardAt = new Date();

  constructor(
    private readonly pubSub: PostgresPubSub,
    private readonly options: LiveRowsOptions<Row>,
  ) {}

  /** @returns the function that ends it. */
  start(): () => void {
    return this.pubSub.on(this.options.topic, (id) => {
      if (id === null) return this.catchUp();
      this.heardAt = new Date();
      this.touchWatched(id);
    });
  }

  /** What nobody has told, as the database was away. */
  private catchUp(): void {
    for (const known of this.feeds.keys()) this.touch(known);
    if (this.everyWatchers.size > 0) void this.touchMissed(this.heardAt);
    this.heardAt = new Date();
  }

  private async touchMissed(since: Date): Promise<void> {
    try {
      for (const id of (await this.options.changedSince?.(since)) ?? []) this.touch(id);
    } catch {
      setTimeout(() => void this.touchMissed(since), READ_AGAIN_MS).unref();
    }
  }

  /**
   * The row as it is now, then after every change, until it has ended. Ends at once if there is none.
   *
   * Listens before it reads, so no change falls in the gap. A slow watcher skips to the newest.
   */
  watch(id: string): AsyncIterableIterator<Row> {
    return new Repeater<Row>(async (push, stop) => {
      const feed = this.feedOf(id);
      const tell = (row: Row | null) => {
        if (row !== null) void push(row);
        if (row === null || this.options.isEnded(row)) stop();
      };
      feed.watchers.add(tell);
      this.touch(id);
      await stop;
      feed.watchers.delete(tell);
      this.dropUnwatched(id, feed);
    }, new SlidingBuffer(1));
  }

  /** Every row, after every change. Nothing is told of rows that do not change. */
  watchAll(): AsyncIterableIterator<Row> {
    return new Repeater<Row>(async (push, stop) => {
      const tell = (row: Row) => void push(row);
      this.everyWatchers.add(tell);
      await stop;
      this.everyWatchers.delete(tell);
    }, new SlidingBuffer(100));
  }

  private feedOf(id: string): Feed<Row> {
    const feed = this.feeds.get(id) ?? {
      row: null,
      watchers: new Set(),
      isReading: false,
      isStale: false,
      readAt: 0,
    };
    this.feeds.set(id, feed);
    return feed;
  }

  /** Marks the row as changed, and reads it unless a read is under way, which then reads once more. */
  private touch(id: string): void {
    const feed = this.feedOf(id);
    feed.isStale = true;
    if (feed.isReading) return;
    feed.isReading = true;
    void this.read(id, feed);
  }

  private async read(id: string, feed: Feed<Row>): Promise<void> {
    try {
      while (feed.isStale) {
        await pause(feed.readAt + LEAST_INTERVAL_MS - performance.now());
        feed.isStale = false;
        feed.readAt = performance.now();
        feed.row = await this.options.load(id);
        for (const watcher of [...feed.watchers]) watcher(feed.row);
        if (feed.row !== null) for (const watcher of this.everyWatchers) watcher(feed.row);
      }
    } catch {
      setTimeout(() => this.touchWatched(id), READ_AGAIN_MS).unref(); // the database is away, and may be back by then
    } finally {
      feed.isReading = false;
      this.dropUnwatched(id, feed);
    }
  }

  private touchWatched(id: string): void {
    if (this.feeds.has(id) || this.everyWatchers.size > 0) this.touch(id);
  }

  private dropUnwatched(id: string, feed: Feed<Row>): void {
    if (feed.watchers.size === 0 && !feed.isReading) this.feeds.delete(id);
  }
}

const pause = (ms: number) => (ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : undefined);
