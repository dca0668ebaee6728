/** What a person may write beside a transfer: no control characters (the database keeps none) and no broken surrogates. */
export const WRITTEN_TEXT = /^[^\p{Cc}\p{Cs}]*$/u;
