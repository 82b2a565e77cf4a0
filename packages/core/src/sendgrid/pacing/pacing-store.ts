/**
 * Where the windows of one API key are kept: in one process, or by several together.
 *
 * Reads  : the steps that a pacer takes.
 * Writes : windows, and the news that a call has ended.
 * Used by: the pacer.
 */
import type { Clock } from "../clock.ts";
import { type EndpointWindow, NEW_WINDOW } from "./endpoint-window.ts";

/**
 * One step of a window, and what is to be said of it. Pure: it may be taken again where somebody else was faster.
 *
 * @param nowMs - by the clock of the store, which is one for all.
 */
export type WindowStep<Said> = (window: EndpointWindow, nowMs: number) => readonly [EndpointWindow, Said];

export type PacingStore = {
  /**
   * Takes one step of an endpoint's window; steps of several, whoever they are, are taken one after the other.
   *
   * @param isNews - tells whoever waits for the endpoint, wherever, to look again.
   */
  take<Said>(endpoint: string, step: WindowStep<Said>, isNews: boolean): Promise<Said>;
  /** Aborted with the next news. Asked for before a step is taken, so that none falls in the gap. */
  news(endpoint: string): AbortSignal;
};

/** For a process that is alone with its keys. */
export function keepInMemory(clock: Clock): PacingStore {
  const windows = new Map<string, EndpointWindow>();
  const board = createNewsBoard();
  return {
    async take(endpoint, step, isNews) {
      const [window, said] = step(windows.get(endpoint) ?? NEW_WINDOW, clock.now());
      windows.set(endpoint, window);
      if (isNews) board.tell(endpoint);
      return said;
    },
    news: board.news,
  };
}

/** Signals by name: whoever holds one is told once. */
export function createNewsBoard() {
  const untold = new Map<string, AbortController>();
  return {
    news(name: string): AbortSignal {
      const controller = untold.get(name) ?? new AbortController();
      untold.set(name, controller);
      return controller.signal;
    },
    tell(name: string): void {
      const controller = untold.get(name);
      untold.delete(name);
      controller?.abort();
    },
    tellAll(): void {
      const all = [...untold.values()];
      untold.clear();
      for (const controller of all) controller.abort();
    },
  };
}
