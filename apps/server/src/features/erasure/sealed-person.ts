import { z } from "zod";
import { Secret } from "../../platform/secrets/secret.ts";
import type { Place, SealedSecret, SecretBox } from "../../platform/secrets/secret-box.ts";

/** Whom an erasure is about, as long as it has to know. */
export type ErasedPerson = { readonly addresses: readonly string[]; readonly profileIds: readonly number[] };

const Person = z.object({ addresses: z.array(z.string()), profileIds: z.array(z.number()) });

const placeOf = (erasureId: string): Place => ({ table: "erasure", row: erasureId, field: "sealed_person" });

export const sealPerson = (secrets: SecretBox, erasureId: string, person: ErasedPerson): SealedSecret =>
  secrets.seal(placeOf(erasureId), new Secret(JSON.stringify(person)));

/** @throws {Error} where the key file is another one. */
export const openPerson = (secrets: SecretBox, erasureId: string, sealed: SealedSecret): ErasedPerson =>
  Person.parse(JSON.parse(secrets.open(placeOf(erasureId), sealed).reveal()));
