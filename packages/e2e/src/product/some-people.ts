import { loadPeople, sideSegment } from "./two-segments.ts";

/** Loads so many people with the fields that `anExport` matches. @returns the segment of all of them, `north`. */
export async function somePeople(url: string, people: number): Promise<string> {
  const lines = Array.from({ length: people }, (_, n) => `p-${n},person${n}@example.com,P,L,C,north\n`);
  await loadPeople(url, ["id,email,first_name,last_name,city,side\n", ...lines]);
  return await sideSegment(url, "north");
}
