const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: "name-unknown",
  ECONNREFUSED: "connection-refused",
  ECONNRESET: "connection-broken",
  EPIPE: "connection-broken",
  DEPTH_ZERO_SELF_SIGNED_CERT: "certificate-refused",
  SELF_SIGNED_CERT_IN_CHAIN: "certificate-refused",
  CERT_HAS_EXPIRED: "certificate-refused",
  ERR_TLS_CERT_ALTNAME_INVALID: "certificate-refused",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "certificate-refused",
};

/** Why nobody was reached at the other end, as a code that stays the same. @param code - of the error that Node gave. */
export const connectionReason = (code: string | undefined): string => REASONS[code ?? ""] ?? "not-reached";
