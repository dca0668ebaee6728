import { createHash } from 'node:crypto';

/** One step of an inclusion proof: the neighbour's hash, and whether it stands on the left. */
export interface Step {
  readonly left: boolean;
  readonly hash: Buffer;
}

export const sha256 = (...parts: (string | Buffer)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** Leaves and nodes are hashed under different first bytes (RFC 6962, 2.1), so that no node can pass for a leaf. */
const [LEAF, NODE] = [Buffer.from([0]), Buffer.from([1])];

export const leafHash = (text: string): Buffer => sha256(LEAF, text);

/** The root over at least one leaf; a node without a partner moves up as it is, which is the tree of RFC 6962. */
export function rootOf(leaves: readonly Buffer[]): Buffer {
  let level = leaves;
  while (level.length > 1) level = parentsOf(level);
  return level[0]!;
}

/** From the leaf at `index` up to the root. */
export function pathOf(leaves: readonly Buffer[], index: number): Step[] {
  const path: Step[] = [];
  for (let level = leaves, at = index; level.length > 1; level = parentsOf(level), at >>= 1) {
    const left = at % 2 === 1;
    const hash = level[left ? at - 1 : at + 1];
    if (hash) path.push({ left, hash });
  }
  return path;
}

/** The root that follows from a leaf and its path. */
export function rootFrom(leaf: Buffer, path: readonly Step[]): Buffer {
  return path.reduce((node, { left, hash }) => (left ? sha256(NODE, hash, node) : sha256(NODE, node, hash)), leaf);
}

function parentsOf(level: readonly Buffer[]): Buffer[] {
  const parents: Buffer[] = [];
  for (let at = 0; at < level.length; at += 2) {
    const [left, right] = [level[at]!, level[at + 1]];
    parents.push(right ? sha256(NODE, left, right) : left);
  }
  return parents;
}
