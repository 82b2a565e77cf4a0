/**
 * Customers as a CSV file that is never whole in memory.
 *
 * Reads  : `customer`.
 * Writes : –
 * Used by: the sandbox's sample data, tests, the bench.
 */
import { Readable } from "node:stream";
import { CUSTOMER_COLUMNS, type Customer, customer } from "./customer.ts";

export type CustomersOptions = {
  /** Rows, without the header. */
  readonly count?: number;
  readonly seed?: number;
};

const ROWS_PER_CHUNK = 500;

/** The first `count` customers, one at a time. */
export function* customers({ count = 100_000, seed = 1 }: CustomersOptions = {}): Generator<Customer> {
  for (let row = 0; row < count; row += 1) yield customer(row, seed);
}

/**
 * A header and `count` rows as UTF-8 text: commas, CRLF, quotes where a value needs them (RFC 4180).
 *
 * The same options give the same bytes, and a longer file begins with the shorter one.
 */
export function customersCsv(options: CustomersOptions = {}): Readable {
  return Readable.from(csvChunks(options), { objectMode: false });
}

function* csvChunks(options: CustomersOptions): Generator<string> {
  let chunk = `${CUSTOMER_COLUMNS.join(",")}\r\n`;
  let rows = 0;
  for (const one of customers(options)) {
    chunk += csvLine(one);
    rows += 1;
    if (rows % ROWS_PER_CHUNK === 0) {
      yield chunk;
      chunk = "";
    }
  }
  if (chunk !== "") yield chunk;
}

function csvLine(one: Customer): string {
  let line = "";
  for (const column of CUSTOMER_COLUMNS) line += (line === "" ? "" : ",") + quoted(one[column]);
  return `${line}\r\n`;
}

const quoted = (value: string): string =>
  /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
