/** What of an error may be logged: never a query's parameters, nor the row that PostgreSQL quotes. */
export type LoggableError = {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
  readonly code?: string;
  readonly constraint?: string;
  readonly table?: string;
  readonly cause?: LoggableError;
};

/** PostgreSQL's class 22, "data exception": its messages quote the value. */
const QUOTES_A_VALUE = /^22/;

export function loggableError(error: unknown): LoggableError {
  if (!(error instanceof Error)) return { type: typeof error, message: "not an error", stack: "" };
  const { code, constraint, table } = error as Error &
    Partial<Record<"code" | "constraint" | "table", unknown>>;
  const isQuoting = typeof code === "string" && QUOTES_A_VALUE.test(code);
  const frames = (error.stack ?? "").split("\n").filter((line) => line.startsWith("    at "));
  return {
    type: error.name,
    message: isQuoting ? `data exception ${code}` : error.message,
    stack: frames.join("\n"),
    ...(typeof code === "string" && { code }),
    ...(typeof constraint === "string" && { constraint }),
    ...(typeof table === "string" && { table }),
    ...(error.cause instanceof Error && { cause: loggableError(error.cause) }),
  };
}
