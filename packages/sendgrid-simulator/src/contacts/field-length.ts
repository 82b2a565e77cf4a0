/** Counts characters (code points), the likeliest reading of "max length"; an emoji is one, not two. */
export const isLongerThan = (text: string, maxLength: number): boolean =>
  text.length > maxLength && [...text].length > maxLength;

/** SendGrid's own words are not on record. */
export const tooLong = (maxLength: number): string => `length should be at most ${maxLength} characters`;
