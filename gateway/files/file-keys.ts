import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Id } from '#kernel/id';
import { fileKeyPurpose } from '#chassis/files/reference';
import { deriveKey } from '#chassis/identity/seal';

/** What an upload was answered with, until a mutation uses it. */
export interface WaitingFile {
  readonly id: Id;
  readonly ownerId: Id;
  readonly subgraph: string;
  readonly purpose: string;
}

const PREFIX = 'file.';

/** The keys of the file door: one per subgraph, shared with it, and one of its own for the references that clients carry. */
export class FileKeys {
  private readonly ofSubgraph = new Map<string, Buffer>();
  private readonly own: Buffer;

  constructor(private readonly masterSecret: string) {
    this.own = deriveKey(masterSecret, 'file references');
  }

  of(subgraph: string): Buffer {
    let key = this.ofSubgraph.get(subgraph);
    if (!key) this.ofSubgraph.set(subgraph, (key = deriveKey(this.masterSecret, fileKeyPurpose(subgraph))));
    return key;
  }

  /** The text that stands for an uploaded file in the variables of a mutation. The database says whether it was used. */
  referenceTo({ id, ownerId, subgraph, purpose }: WaitingFile): string {
    const payload = Buffer.from(JSON.stringify([id, ownerId, subgraph, purpose])).toString('base64url');
    return `${PREFIX}${payload}.${this.macOf(payload)}`;
  }

  /** Undefined for what we did not write. */
  read(reference: unknown): WaitingFile | undefined {
    if (typeof reference !== 'string' || reference.length > 1_000 || !reference.startsWith(PREFIX)) return undefined;
    const [payload = '', mac = '', rest] = reference.slice(PREFIX.length).split('.');
    const [given, expected] = [Buffer.from(mac), Buffer.from(this.macOf(payload))];
    if (rest !== undefined || given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    const [id, ownerId, subgraph, purpose] = JSON.parse(Buffer.from(payload, 'base64url').toString()) as [
      string,
      string,
      string,
      string,
    ];
    return { id, ownerId, subgraph, purpose };
  }

  private macOf(payload: string): string {
    return createHmac('sha256', this.own).update(payload).digest('base64url');
  }
}
