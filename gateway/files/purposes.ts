/** What may be uploaded for what. Every figure of the file door that depends on the purpose is here; the rest is in `limits.ts`. */
export interface Purpose {
  readonly name: string;
  readonly maxBytes: number;
  /** Types by content; what is not among them is refused. */
  readonly types: ReadonlySet<string>;
  /** Pictures are decoded and drawn anew, within this box. */
  readonly picture: { readonly maxSide: number } | undefined;
}

const MiB = 1024 * 1024;

const PICTURES = ['image/jpeg', 'image/png', 'image/webp', 'image/gif'];
/** No SVG, no HTML, no executable: what a browser or a desktop runs is not a document. */
const DOCUMENTS = [
  'application/pdf',
  'application/rtf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
  'application/vnd.oasis.opendocument.presentation',
  'application/zip',
  'audio/mpeg',
  'audio/wav',
  'video/mp4',
  'text/plain',
];

const PURPOSES: Readonly<Record<string, Purpose>> = Object.fromEntries(
  (
    [
      { name: 'avatar', maxBytes: 10 * MiB, types: new Set(PICTURES), picture: { maxSide: 512 } },
      { name: 'picture', maxBytes: 10 * MiB, types: new Set(PICTURES), picture: { maxSide: 4_096 } },
      { name: 'attachment', maxBytes: 25 * MiB, types: new Set(DOCUMENTS), picture: undefined },
    ] satisfies Purpose[]
  ).map((purpose) => [purpose.name, purpose]),
);

/** What a field without a tag takes files for. */
export const DEFAULT_PURPOSE = 'attachment';

export function purposeOf(name: string): Purpose | undefined {
  return Object.hasOwn(PURPOSES, name) ? PURPOSES[name] : undefined;
}

/** The most that any purpose takes. */
export const LARGEST_FILE_BYTES = Math.max(...Object.values(PURPOSES).map(({ maxBytes }) => maxBytes));
