import { QueryFailedError } from "typeorm";

/** Whether it is the answer of this unique index: somebody else was there before. */
export const isUniqueViolation = (error: unknown, index: string): boolean =>
  error instanceof QueryFailedError && (error.driverError as { constraint?: string }).constraint === index;
