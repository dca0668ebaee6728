/** Longer statements are cut: what matters of them stands at their beginning. */
const LONGEST = 2_000;

const LITERALS = new RegExp(
  [
    String.raw`\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$`, // dollar-quoted
    String.raw`\b[eE]'(?:[^'\\]|\\.|'')*'`, // with escapes
    String.raw`(?:\b[bBxXnN]|\b[uU]&)?'(?:[^']|'')*'`,
    String.raw`--[^\n]*|/\*[\s\S]*?\*/`, // a comment may repeat a value
    String.raw`(?<![\w$."])-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b`,
    String.raw`'[\s\S]*$`, // a literal that does not end: everything after it may be one
  ].join('|'),
  'g',
);

/** A statement with `?` in place of every literal: the mapper writes values into the text, and none of them may leave. `$1` stays. */
export function withoutValues(statement: string): string {
  const cleaned = statement.replace(LITERALS, '?').replace(/\s+/g, ' ').trim();
  const short = cleaned.replace(/\((?:\s*\?\s*,)+\s*\?\s*\)/g, '(?, ...)');
  return short.length > LONGEST ? `${short.slice(0, LONGEST)}...` : short;
}
