/** A key as its owner plans it; the secret half is sealed in storage. Wall clock. */
export interface KeyPlan {
  readonly kid: string;
  readonly activeFrom: Date;
  /** Set when it must not be believed any more, at once. */
  readonly withdrawnAt: Date | null;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export const ROTATE_EVERY_MS = 30 * DAY;
/** A key is published so long before it signs, so that every door and cache knows it. */
export const PUBLISH_AHEAD_MS = DAY;
/** An old key stays published while a token that it signed may live, with a generous margin for clocks. */
export const KEEP_AFTER_MS = HOUR;

/** The key that signs at `now`: of those that have begun, the last; undefined before the first. */
export function signingKeyAt<Key extends KeyPlan>(keys: readonly Key[], now: Date): Key | undefined {
  return inOrder(keys).filter((key) => !key.withdrawnAt && key.activeFrom <= now).at(-1); // prettier-ignore
}

/** What `/.well-known/jwks.json` shows: the signing key, those to come, and those whose tokens may still live. */
export function publishedKeysAt<Key extends KeyPlan>(keys: readonly Key[], now: Date): Key[] {
  const valid = inOrder(keys).filter((key) => !key.withdrawnAt);
  return valid.filter((_, index) => {
    const successor = valid[index + 1];
    return !successor || successor.activeFrom.getTime() + KEEP_AFTER_MS > now.getTime();
  });
}

/** When the next key should begin, if it is time to publish one; undefined while there is nothing to do. */
export function nextKeyDue(keys: readonly KeyPlan[], now: Date): Date | undefined {
  const current = signingKeyAt(keys, now);
  if (!current) return now;
  if (keys.some((key) => !key.withdrawnAt && key.activeFrom > now)) return undefined;
  const due = current.activeFrom.getTime() + ROTATE_EVERY_MS;
  if (now.getTime() < due - PUBLISH_AHEAD_MS) return undefined;
  return new Date(Math.max(due, now.getTime() + PUBLISH_AHEAD_MS));
}

function inOrder<Key extends KeyPlan>(keys: readonly Key[]): Key[] {
  return [...keys].sort((a, b) => a.activeFrom.getTime() - b.activeFrom.getTime() || (a.kid < b.kid ? -1 : 1));
}
