/** What a browser may show by itself: pictures that we have drawn ourselves. */
const INLINE: ReadonlySet<string> = new Set(['image/webp']);

/** `Content-Disposition` (RFC 6266): everything but our own pictures is to be saved and not shown. */
export function dispositionOf(name: string, type: string): string {
  const plain = name.replace(/[^\x20-\x7e]/g, '_').replace(/["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${INLINE.has(type) ? 'inline' : 'attachment'}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
