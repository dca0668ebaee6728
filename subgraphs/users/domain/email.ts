/** One @, no blanks, control or invisible characters, a dotted host, RFC 5321 lengths. Ownership is proved by the mail, not by the pattern. */
const SHAPE =
  /^[^\s@<>()[\],;:\\"\p{Cc}\p{Cf}]{1,64}@(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/u;

/** The one form in which an address is stored, compared and throttled: trimmed, NFKC, lower case; undefined when it is none. */
export function normalEmail(text: string): string | undefined {
  const email = text.trim().normalize('NFKC').toLowerCase();
  return email.length <= 254 && SHAPE.test(email) ? email : undefined;
}
