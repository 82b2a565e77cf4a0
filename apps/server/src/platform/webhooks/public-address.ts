/**
 * Which addresses a webhook may go to: those of the public internet, unless the operator says otherwise.
 *
 * Reads  : DNS, once; the connection is made to the very addresses that were looked at.
 * Writes : nothing.
 * Used by: `postWebhook`.
 */
import dns from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

/** Special-purpose ranges of the IANA registries (RFC 6890), multicast and reserved. */
const NOT_PUBLIC_V4 = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const;
/** Within `2000::/3`, the only part of IPv6 that is handed out: special use, documentation, and 6to4, which holds an IPv4 address. */
const NOT_PUBLIC_V6 = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const;

const notPublic = new BlockList();
for (const [net, prefix] of NOT_PUBLIC_V4) notPublic.addSubnet(net, prefix, "ipv4");
for (const [net, prefix] of NOT_PUBLIC_V6) notPublic.addSubnet(net, prefix, "ipv6");
const handedOut = new BlockList();
handedOut.addSubnet("2000::", 3, "ipv6");

/** @param address - of version 4 or 6, without brackets. An IPv4 address inside an IPv6 one is not public. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !notPublic.check(address, "ipv4");
  return isIP(address) === 6 && handedOut.check(address, "ipv6") && !notPublic.check(address, "ipv6");
}

export class AddressNotPublic extends Error {
  constructor() {
    super("The name leads to an address that is not public.");
  }
}

/** In the place of `dns.lookup`: a name with one private address among its own is refused altogether. */
export const lookupPublic: LookupFunction = (hostname, options, callback) => {
  dns.lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? [];
    if (error) callback(error, "");
    else if (!first || !addresses.every(({ address }) => isPublicAddress(address)))
      callback(new AddressNotPublic(), "");
    else if (options.all) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};
