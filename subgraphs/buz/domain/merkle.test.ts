import { expect, test } from '@jest/globals';
import { leafHash, pathOf, rootFrom, rootOf } from './merkle.ts';

/** The leaves and roots by which implementations of Certificate Transparency (RFC 6962) are tested. */
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const leaves = LEAVES.map((hex) => leafHash(Buffer.from(hex, 'hex').toString()));

test('roots are those of RFC 6962, for every size of tree', () => {
  expect(ROOTS.map((_, size) => rootOf(leaves.slice(0, size + 1)).toString('hex'))).toEqual(ROOTS);
});

test('the path of every leaf leads to the root, and that of no other leaf does', () => {
  for (let size = 1; size <= leaves.length; size++) {
    const tree = leaves.slice(0, size);
    for (const [index, leaf] of tree.entries()) {
      const path = pathOf(tree, index);
      expect(path.length).toBeLessThanOrEqual(3);
      expect(rootFrom(leaf, path).toString('hex')).toBe(ROOTS[size - 1]);
      const other = tree[(index + 1) % size]!;
      if (other !== leaf) expect(rootFrom(other, path).toString('hex')).not.toBe(ROOTS[size - 1]);
    }
  }
});

test('a node is no leaf: a tree of two and the leaf that has both hashes as its text differ', () => {
  const [one, two] = [leaves[0]!, leaves[1]!];
  expect(rootOf([one, two])).not.toEqual(leafHash(Buffer.concat([one, two]).toString('latin1')));
});
