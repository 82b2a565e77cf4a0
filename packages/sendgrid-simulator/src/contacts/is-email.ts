const LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
const EMAIL = new RegExp(
  `^[A-Za-z0-9!#$%&'*+/=?^_\`{|}~-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_\`{|}~-]+)*@(?:${LABEL}\\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]$`,
);

/**
 * Whether this reading of the contract takes it for an address: a dot-atom of ASCII, at most 64 before the @, and a
 * domain of two labels or more. What SendGrid takes exactly is not documented; it refuses `000`.
 */
export const isEmail = (text: string): boolean => text.indexOf("@") <= 64 && EMAIL.test(text);
