/** What a person may write beside a transfer: no control characters (the database keeps none) and no broken surrogates. */
export const WRITTEN_TEXT = /^[^\p{Cc}\p{Cs}]*$/u;
/** An idempotency key: printable ASCII, such as a UUID. */
export const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,100}$/;
