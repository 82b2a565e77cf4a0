/** Time that is measured only between `start` and `stop`, and aborts when there is too much of it. */
export type TimeLimit = {
  readonly signal: AbortSignal;
  start(): void;
  stop(): void;
};

export function createTimeLimit(limitMs: number): TimeLimit {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  return {
    signal: controller.signal,
    start() {
      clearTimeout(timer);
      timer = setTimeout(() => controller.abort(), limitMs);
    },
    stop: () => clearTimeout(timer),
  };
}
