import type { Units } from '#kernel/buz';

/** Where BUZ can be, as text that says it: `wallet/<user id>`, `pool/REWARDS`, `treasury`. */
export type Address = string;

export type AccountKind =
  | 'GENESIS' // what was minted, below zero: minus the cap
  | 'POOL'
  | 'TREASURY'
  | 'BURN'
  | 'RESERVE' // promised out of a pool, not yet paid
  | 'WALLET'
  | 'HELD'
  | 'STAKED'
  | 'INVESTED'
  | 'VENTURE';

export type AccountStatus = 'ACTIVE' | 'FROZEN' | 'CLOSED';

/** An account as it is under its lock. */
export interface Account {
  readonly id: string;
  readonly address: Address;
  readonly kind: AccountKind;
  readonly ownerId: string | null;
  balance: Units;
  /** The number of its entries: the next one is `version + 1`. */
  version: bigint;
  readonly floor: Units | null;
  readonly ceiling: Units | null;
  /** What the owner has sent to others so far, fees not counted: rolling limits are differences of it. */
  sent: Units;
  readonly status: AccountStatus;
  /** Codes of the token documents in force: BTS, BPP. */
  readonly documents: readonly string[];
  /** The owner's identity is verified (KYC). */
  readonly verified: boolean;
  /** Business time of the last entry: time in an account never runs backwards. */
  lastAt: Date;
}

/** DOMAIN 9.2, in whole BUZ; together exactly the cap. */
export const POOLS = {
  RESERVE: 200_000_000n,
  TEAM: 150_000_000n,
  COMMUNITY: 100_000_000n,
  LIQUIDITY: 100_000_000n,
  STAKING: 200_000_000n,
  REWARDS: 150_000_000n,
  VENTURES: 100_000_000n,
} as const;
export type Pool = keyof typeof POOLS;

export const GENESIS: Address = 'genesis';
export const TREASURY: Address = 'treasury';
export const BURN: Address = 'burn';

export const poolOf = (pool: Pool): Address => `pool/${pool}`;
export const reserveOf = (purpose: string): Address => `reserve/${purpose}`;
export const walletOf = (userId: string): Address => `wallet/${userId}`;
export const heldOf = (userId: string): Address => `held/${userId}`;
/** The wallet that a held account holds for. */
export const walletOfHeld = (held: Address): Address => walletOf(held.slice('held/'.length));
export const stakedOf = (userId: string): Address => `staked/${userId}`;
export const investedOf = (userId: string): Address => `invested/${userId}`;
export const ventureOf = (ventureId: string): Address => `venture/${ventureId}`;
