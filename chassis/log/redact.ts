const SECRET_KEY =
  /pass(word|phrase|wd)|secret|token|authorization|cookie|credential|api_?key|private_?key|master_?key|\bpw\b|otp|recovery_?code|verifier|^seal/i;
const HIDDEN = '[redacted]';
const DEPTH = 8;

const SECRET_TEXT: readonly (readonly [RegExp, string])[] = [
  [/\beyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*/g, '[redacted jwt]'],
  [/\b(Bearer|Basic|Digest)\s+[\w.~+/=-]{6,}/gi, '$1 [redacted]'],
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)[^\s@/]+@/gi, '$1[redacted]@'],
  [/\b((?:refresh|access_?token|password|secret|token)\s*[=:]\s*)(?:"[^"]*"|[^\s;,&"']+)/gi, '$1[redacted]'],
];

/** A copy for the log: what stands under a telling key is hidden, and so is what looks like a secret inside any text. */
export function redact(value: unknown): unknown {
  return copy(value, DEPTH, new WeakSet());
}

/** Tokens, credentials in URLs and `password=...` inside a text. */
export function scrub(text: string): string {
  return SECRET_TEXT.reduce((cleaned, [pattern, replacement]) => cleaned.replace(pattern, replacement), text);
}

function copy(value: unknown, depth: number, seen: WeakSet<object>): unknown {
  if (typeof value === 'string') return scrub(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (seen.has(value)) return '[circular]';
  if (depth === 0) return '[deeper]';
  seen.add(value);
  const inner = value instanceof Error ? errorFields(value) : value instanceof Map ? Object.fromEntries(value) : value;
  const copied = Array.isArray(inner)
    ? inner.map((item) => copy(item, depth - 1, seen))
    : inner instanceof Set
      ? [...inner].map((item) => copy(item, depth - 1, seen))
      : Object.fromEntries(Object.entries(inner).map(([key, item]) => [key, field(key, item, depth, seen)]));
  seen.delete(value);
  return copied;
}

function field(key: string, item: unknown, depth: number, seen: WeakSet<object>): unknown {
  // A flag or an absence gives nothing away ("hasPassword: true"); any other value under such a key does.
  const harmless = item === null || item === undefined || typeof item === 'boolean';
  return SECRET_KEY.test(key) && !harmless ? HIDDEN : copy(item, depth - 1, seen);
}

function errorFields(error: Error): Record<string, unknown> {
  const { name, message, stack, cause } = error;
  return {
    ...Object.fromEntries(Object.entries(error)),
    type: name,
    message,
    stack,
    ...(cause !== undefined && { cause }),
  };
}
