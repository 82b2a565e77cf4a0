import type { PreparedContact } from "../contact/contact.ts";
import type { Rejection } from "../contact/rejection.ts";
import type { Suppression } from "../contact/suppression.ts";

/** A profile whose contact is ready to be sent. */
export type ReadyRow = { readonly profileId: string; readonly prepared: PreparedContact };

/** A profile that cannot be sent as it is. */
export type RejectedRow = { readonly profileId: string; readonly rejection: Rejection };

/** A profile with the address of another one, which is sent in its place. */
export type DuplicateRow = { readonly profileId: string; readonly duplicateOf: string };

/** A profile whose address is suppressed, where the run is to leave such people out. */
export type SuppressedRow = { readonly profileId: string; readonly suppression: Suppression };

/** A profile whose contact is as SendGrid has it already, from an earlier run. */
export type UnchangedRow = { readonly profileId: string; readonly isUnchanged: true };

/** One profile on its way. Whatever it is, it travels with the batch in whose range it falls. */
export type Row = ReadyRow | RejectedRow | DuplicateRow | SuppressedRow | UnchangedRow;

export const isReady = (row: Row): row is ReadyRow => "prepared" in row;
export const isRejected = (row: Row): row is RejectedRow => "rejection" in row;
export const isSuppressed = (row: Row): row is SuppressedRow => "suppression" in row;
export const isUnchanged = (row: Row): row is UnchangedRow => "isUnchanged" in row;
