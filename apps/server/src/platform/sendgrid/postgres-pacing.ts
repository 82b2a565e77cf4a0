/**
 * The rate-limit windows of an API key, shared by every process: one row for each endpoint, by the database's clock.
 *
 * Reads  : `endpoint_window`, and the news of other processes.
 * Writes : the same, one statement a step: nothing is locked while a process thinks, or dies.
 * Used by: `OpenSendGrid`, for the pacers of runs.
 */
import {
  createNewsBoard,
  type EndpointWindow,
  NEW_WINDOW,
  type PacingStore,
  type WindowStep,
} from "@keruen/core";
import type { DataSource } from "typeorm";
import { announcement, type PostgresPubSub } from "../pubsub/postgres-pub-sub.ts";

const TOPIC = "endpoint-window";

type Row = { readonly state: EndpointWindow | null; readonly version: number; readonly nowMs: number };

export class PostgresPacing {
  private readonly board = createNewsBoard();

  constructor(
    private readonly dataSource: DataSource,
    pubSub: PostgresPubSub,
  ) {
    pubSub.on(TOPIC, (name) => (name === null ? this.board.tellAll() : this.board.tell(name)));
  }

  /** @param apiKey - names a key without being one. */
  of(apiKey: string): PacingStore {
    return {
      take: (endpoint, step, isNews) => this.take(apiKey, endpoint, step, isNews),
      news: (endpoint) => this.board.news(nameOf(apiKey, endpoint)),
    };
  }

  /** Again where another process was faster; of those that try at once, one succeeds. */
  private async take<Said>(
    apiKey: string,
    endpoint: string,
    step: WindowStep<Said>,
    isNews: boolean,
  ): Promise<Said> {
    for (;;) {
      const { state, version, nowMs } = await this.read(apiKey, endpoint);
      const before = state ?? NEW_WINDOW;
      const [window, said] = step(before, nowMs);
      const news = isNews ? announcement(TOPIC, nameOf(apiKey, endpoint)) : null;
      if (window === before || (await this.replace(apiKey, endpoint, version, window, news))) return said;
    }
  }

  private async read(apiKey: string, endpoint: string): Promise<Row> {
    const [row] = await this.dataSource.query(
      `select state, coalesce(version, 0) as version, extract(epoch from clock_timestamp())::float8 * 1000 as "nowMs"
       from (values (1)) as one left join endpoint_window on api_key = $1 and endpoint = $2`,
      [apiKey, endpoint],
    );
    return row;
  }

  /** @returns whether the row was still the one that was read. */
  private async replace(
    apiKey: string,
    endpoint: string,
    version: number,
    window: EndpointWindow,
    news: [channel: string, payload: string] | null,
  ): Promise<boolean> {
    const replaced: unknown[] = await this.dataSource.query(
      `with replaced as (
         insert into endpoint_window as held (api_key, endpoint, state, version) values ($1, $2, $3, $4 + 1)
         on conflict (api_key, endpoint) do update set state = excluded.state, version = excluded.version
         where held.version = $4
         returning 1
       )
       select ${news ? "pg_notify($5, $6)" : "1"} from replaced`,
      [apiKey, endpoint, JSON.stringify(window), version, ...(news ?? [])],
    );
    return replaced.length === 1;
  }
}

const nameOf = (apiKey: string, endpoint: string) => `${apiKey} ${endpoint}`;
