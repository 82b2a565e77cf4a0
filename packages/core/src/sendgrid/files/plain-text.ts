/** SendGrid's words as any database takes them: PostgreSQL refuses a text with U+0000, and whatever else is stored with it. */
export const plainText = (words: string): string => words.replaceAll("\0", "");
