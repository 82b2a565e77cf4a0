/** Why a file as a whole was not taken. Nothing was changed. `message` holds nothing of the file's contents. */
export type FileRefusal = { readonly code: FileRefusalCode; readonly message: string };

export type FileRefusalCode =
  | "file-empty"
  | "file-without-rows"
  | "unsupported-format"
  | "gzip-broken"
  | "gzip-bomb"
  | "header-broken"
  | "header-not-utf8"
  | "header-too-large"
  | "header-blank-name"
  | "header-name-too-long"
  | "header-duplicate-name"
  | "header-looks-like-data"
  | "too-many-columns";

/** Carries a refusal out of a stream; `StoreFile` turns it back into a result. */
export class FileRefused extends Error {
  readonly refusal: FileRefusal;
  constructor(code: FileRefusalCode, message: string) {
    super(code); // PostgreSQL logs it with the COPY that it ends
    this.refusal = { code, message };
  }
}
