import { headerText, isAfter, isSignedBy, leafText, type Block, type Place } from './block.ts';
import { leafHash, rootOf, sha256 } from './merkle.ts';
import { canonicalOf, type Booked } from './transfer.ts';

/** What is wrong, in the order in which it is looked for. */
export type ChainFaultKind =
  | 'BLOCK_MISSING'
  | 'CHAIN_BROKEN'
  | 'BLOCK_CHANGED'
  | 'KEY_UNKNOWN'
  | 'SIGNATURE_INVALID'
  | 'TRANSFER_CHANGED'
  | 'TRANSFER_MISSING'
  | 'TRANSFER_ADDED';

export interface ChainFault {
  readonly kind: ChainFaultKind;
  /** Null for a transfer that no block holds yet. */
  readonly block: number | null;
  /** Null when the fault is not one transfer's, or that transfer is gone. */
  readonly transferId: string | null;
  /** One sentence for an operator. */
  readonly what: string;
}

/** A transfer as storage holds it: what was sealed, and the columns and entries that it has to follow from. */
export interface StoredTransfer extends Booked {
  readonly place: Place;
  readonly recordedAt: string;
  readonly canonical: string;
  /** False when a column holds what no transfer can be written with (parts of a millisecond, half a subject). */
  readonly wellFormed: boolean;
}

type Head = Pick<Block, 'number' | 'hash' | 'last'>;

/**
 * Walks blocks that follow `head`, with every transfer that stands in their ranges now. Each block is checked against itself, the one
 * before it and its transfers, so that one bad block hides no other.
 */
export function verifyBlocks(
  head: Head,
  blocks: readonly Block[],
  transfers: readonly StoredTransfer[],
  trusted: ReadonlySet<string>,
): ChainFault[] {
  const faults: ChainFault[] = [];
  let before = head;
  let at = 0;
  for (const block of blocks) {
    const own: StoredTransfer[] = [];
    while (at < transfers.length && !isAfter(transfers[at]!.place, block.last)) own.push(transfers[at++]!);
    faults.push(...headerFaults(before, block, trusted), ...transferFaults(block, own));
    before = block;
  }
  return faults;
}

/** Transfers that no block holds yet: their columns must give the form that will be sealed. */
export function verifyUnsealed(transfers: readonly StoredTransfer[]): ChainFault[] {
  return transfers.flatMap((transfer) => columnFault(null, transfer) ?? []);
}

function headerFaults(before: Head, block: Block, trusted: ReadonlySet<string>): ChainFault[] {
  const fault = (kind: ChainFaultKind, what: string): ChainFault[] => [
    { kind, block: block.number, transferId: null, what },
  ];
  if (block.number !== before.number + 1) {
    return [
      {
        kind: 'BLOCK_MISSING',
        block: before.number + 1,
        transferId: null,
        what: `Block ${block.number} follows block ${before.number}.`,
      },
    ];
  }
  if (!block.previous.equals(before.hash)) return fault('CHAIN_BROKEN', 'It does not follow the block before it.');
  const text = headerText(block);
  if (!block.hash.equals(sha256(text))) return fault('BLOCK_CHANGED', 'Its hash is not that of its header.');
  if (block.count < 1 || block.leaves.length !== block.count || !rootOf(block.leaves).equals(block.root)) {
    return fault('BLOCK_CHANGED', 'Its leaves do not give its root.');
  }
  if (!trusted.has(block.key))
    return fault('KEY_UNKNOWN', `It is signed by ${block.key}, which the settings do not name.`);
  if (!isSignedBy(block.key, text, block.signature))
    return fault('SIGNATURE_INVALID', 'Its signature is not that of its key.');
  return [];
}

/** The first fault among the transfers of a block, and what is wrong with the columns of each. */
function transferFaults(block: Block, own: readonly StoredTransfer[]): ChainFault[] {
  const changed = own.flatMap((transfer) => columnFault(block.number, transfer) ?? []);
  if (changed.length > 0) return changed;
  const hashes = own.map((transfer) => leafHash(leafText(transfer.place, transfer.recordedAt, transfer.canonical)));
  const wrong = indexOfDifference(block.leaves, hashes);
  if (wrong < 0) return [];
  const sealed = new Set(block.leaves.map((leaf) => leaf.toString('hex')));
  const found = new Set(hashes.map((leaf) => leaf.toString('hex')));
  const stranger = own.find((_, index) => !sealed.has(hashes[index]!.toString('hex')));
  const missing = block.leaves.findIndex((leaf) => !found.has(leaf.toString('hex')));
  const fault = (kind: ChainFaultKind, transfer: StoredTransfer | undefined, what: string): ChainFault[] => [
    { kind, block: block.number, transferId: transfer?.transfer.id ?? null, what },
  ];
  const counts = `It was sealed with ${block.count} transfers and has ${own.length}.`;
  if (stranger && missing < 0) return fault('TRANSFER_ADDED', stranger, counts);
  if (stranger)
    return fault(
      'TRANSFER_CHANGED',
      stranger,
      'It is not what was sealed: its place, its time of recording, or all of it.',
    );
  if (missing >= 0)
    return fault('TRANSFER_MISSING', undefined, `Number ${missing + 1} of the block is gone. ${counts}`);
  return []; // the same leaves in another order are not those of the root, which has been said
}

function columnFault(block: number | null, stored: StoredTransfer): ChainFault | null {
  const { transfer, entries, canonical } = stored;
  const now = canonicalOf(transfer, entries);
  if (now === canonical && stored.wellFormed && entries.length > 0) return null;
  const differs = differing(canonical, now);
  const what = `Columns and sealed form differ in: ${differs.length > 0 ? differs.join(', ') : 'a form that is never written'}.`;
  return { kind: 'TRANSFER_CHANGED', block, transferId: transfer.id, what };
}

/** The names under which two canonical forms differ. */
function differing(one: string, other: string): string[] {
  try {
    const [a, b] = [JSON.parse(one), JSON.parse(other)] as [Record<string, unknown>, Record<string, unknown>];
    return Object.keys({ ...a, ...b }).filter((name) => JSON.stringify(a[name]) !== JSON.stringify(b[name]));
  } catch {
    return ['canonical'];
  }
}

function indexOfDifference(one: readonly Buffer[], other: readonly Buffer[]): number {
  const longer = one.length >= other.length ? one : other;
  return longer.findIndex((_, at) => !one[at] || !other[at]?.equals(one[at]));
}
