import { LARGEST_FILE_BYTES } from './purposes.ts';

/** The figures of the file door that hold whatever a file is for. */
export const UPLOAD_LIMITS = {
  /** Of one multipart request. */
  files: 5,
  /** `operations` and `map` together. */
  fieldBytes: 64 * 1024,
  /** From the first byte to the last. */
  totalMs: 60_000,
  /** Without a byte. */
  idleMs: 15_000,
  /** How long a ticket, and the reference that an upload is answered with, can be used. */
  ticketMs: 3_600_000,
  /** Pixels of a picture, all of its frames together: what decoding it may cost. */
  pixels: 40_000_000,
  /** Pictures that one process decodes at once: each may take four bytes a pixel. */
  decodesAtOnce: 2,
  decodeSeconds: 10,
  nameLength: 150,
} as const;

/** Five of the largest files, and what the multipart form adds. */
export const MAX_MULTIPART_BYTES = UPLOAD_LIMITS.files * LARGEST_FILE_BYTES + 256 * 1024;

/** How long a subgraph may take to accept what it was handed. */
export const HANDING_MS = 60_000;

/** The times of what nobody came back for, wall clock. */
export const SWEEP = {
  everyMs: 60_000,
  /** An upload cannot still be running. */
  reservedMs: 10 * 60_000,
  /** Nobody can still accept what was handed. */
  handedMs: 2 * HANDING_MS,
  /** How often a subgraph is asked whether it still keeps what it kept. */
  keptMs: 3_600_000,
  batch: 100,
} as const;
