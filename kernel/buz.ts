/** BUZ is counted in whole minor units of 10^-6 BUZ, as bigint; people and the graph see a decimal string. */
export type Units = bigint;

/** 1 BUZ in minor units. */
export const BUZ: Units = 1_000_000n;
/** 1,000,000,000 BUZ: what genesis mints, once (DOMAIN 9.2). */
export const CAP: Units = 1_000_000_000n * BUZ;

const DECIMAL = /^(\d{1,10})(?:\.(\d{1,6}))?$/;

/** `12.5` -> 12500000n; null for anything that is not a plain decimal of at most six places and at most the cap. */
export function unitsOf(decimal: string): Units | null {
  const parts = DECIMAL.exec(decimal);
  if (!parts) return null;
  const units = BigInt(parts[1]!) * BUZ + BigInt((parts[2] ?? '').padEnd(6, '0'));
  return units <= CAP ? units : null;
}

/** 12500000n -> `12.5`; the shortest form, `-` in front of what is below zero. */
export function decimalOf(units: Units): string {
  const size = units < 0n ? -units : units;
  const fraction = String(size % BUZ)
    .padStart(6, '0')
    .replace(/0+$/, '');
  return `${units < 0n ? '-' : ''}${size / BUZ}${fraction && `.${fraction}`}`;
}
