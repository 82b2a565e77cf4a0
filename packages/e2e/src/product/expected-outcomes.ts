/**
 * What must become of each sample customer, worked out anew from the customers alone: a second reading of the rules.
 *
 * Reads  : the sample customers.
 * Writes : nothing.
 * Used by: tests that compare person by person. It imports nothing of core on purpose.
 */
import { type Customer, customers } from "@keruen/sample-customers";

export type Expected =
  | { readonly outcome: "DELIVERED"; readonly email: string; readonly customer: Customer }
  | { readonly outcome: "REJECTED"; readonly code: string }
  | { readonly outcome: "SUPPRESSED" }
  | { readonly outcome: "DUPLICATE"; readonly of: string };

const ADDRESS = /^[\w.+-]*[\w+-]@[a-z\d-]+(\.[a-z\d-]+)+$/;

/**
 * @param isSelected - who is in the segments.
 * @param suppressed - addresses that SendGrid sends nothing to, where the export leaves them out.
 * @returns outcomes by the customer's id, in the order of the file.
 */
export function expectedOutcomes(
  isSelected: (customer: Customer) => boolean,
  suppressed: ReadonlySet<string> = new Set(),
): ReadonlyMap<string, Expected> {
  const expected = new Map<string, Expected>();
  const owners = new Map<string, string>();
  for (const customer of customers()) {
    if (isSelected(customer))
      expected.set(customer.customer_id, expectedOutcome(customer, owners, suppressed));
  }
  return expected;
}

function expectedOutcome(
  customer: Customer,
  owners: Map<string, string>,
  suppressed: ReadonlySet<string>,
): Expected {
  const email = customer.email.trim().toLowerCase();
  if (email === "") return { outcome: "REJECTED", code: "email-missing" };
  if (!ADDRESS.test(email) || email.includes("..")) return { outcome: "REJECTED", code: "email-malformed" };
  if ([...customer.first_name].length > 50 || [...customer.city].length > 60) {
    return { outcome: "REJECTED", code: "too-long" };
  }
  if (suppressed.has(email)) return { outcome: "SUPPRESSED" };
  const owner = owners.get(email);
  if (owner !== undefined) return { outcome: "DUPLICATE", of: owner };
  owners.set(email, customer.customer_id);
  return { outcome: "DELIVERED", email, customer };
}
