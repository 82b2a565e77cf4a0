/** A name as it is compared: without case, accents, blanks and punctuation. `TÜRKİYE` and `Turkiye` are one. */
export const nameKey = (name: string): string =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "")
    .replaceAll("ı", "i");
