export { CUSTOMER_COLUMNS, type Customer, customer } from "./customer.ts";
export { type CustomersOptions, customers, customersCsv } from "./customers-csv.ts";
export { SAMPLE_SEGMENTS, type SampleRule, type SampleSegment } from "./sample-segments.ts";
