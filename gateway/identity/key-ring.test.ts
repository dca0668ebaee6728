import { beforeEach, describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair } from 'jose';
import { until } from '../testing/until.ts';
import { KeyRing } from './key-ring.ts';
import type { IdentitySource } from './source.ts';

const PAUSE_MS = 2_000;

/** Keys by id as the identity subgraph has them at the moment, and a clock that only moves when a test says so. */
class Stand {
  loads = 0;
  down = false;
  now = 0;
  /** What a load waits for after it has read the keys. */
  held: Promise<unknown> = Promise.resolve();
  readonly #keys: object[] = [];
  readonly #pauses: { until: number; end: () => void }[] = [];
  readonly ring: KeyRing;

  constructor() {
    const source = { signingKeys: () => this.#read() } as unknown as IdentitySource;
    const pause = (ms: number) => new Promise<void>((end) => void this.#pauses.push({ until: this.now + ms, end }));
    this.ring = new KeyRing(source, () => this.now, pause);
  }

  async publish(kid: string): Promise<void> {
    const { publicKey } = await generateKeyPair('EdDSA', { extractable: true });
    this.#keys.push({ ...(await exportJWK(publicKey)), kid });
  }

  /** Lets time pass, with those who have waited until then. */
  pass(ms: number): void {
    this.now += ms;
    for (const { until, end } of this.#pauses) if (until <= this.now) end();
  }

  async #read(): Promise<string> {
    this.loads += 1;
    if (this.down) throw new Error('the database is down');
    const text = JSON.stringify({ keys: this.#keys });
    await this.held;
    return text;
  }
}

describe('the ring of signing keys', () => {
  let at: Stand;
  beforeEach(async () => {
    at = new Stand();
    await at.publish('old');
    await at.ring.load();
  });
  const soon = () => new Promise((resolve) => setImmediate(resolve));

  test('a rotation while forged ids come in refuses no valid request', async () => {
    at.pass(PAUSE_MS);
    expect(await at.ring.find('forged')).toBeUndefined();
    await at.publish('new');
    at.pass(1);
    const valid = at.ring.find('new');
    const forged = Array.from({ length: 200 }, (_, i) => at.ring.find(`forged-${i}`));
    const alsoValid = at.ring.find('new');
    await soon();
    expect(await at.ring.find('old')).toBeDefined(); // what is known waits for nobody
    expect(at.loads).toBe(2);
    at.pass(PAUSE_MS);
    expect([await valid, await alsoValid]).toEqual([expect.anything(), expect.anything()]);
    expect(new Set(await Promise.all(forged))).toEqual(new Set([undefined]));
    expect(at.loads).toBe(3);
  });

  test('a key that is made while a load is on its way is found by the next', async () => {
    at.pass(PAUSE_MS);
    let release = (): void => undefined;
    at.held = new Promise<void>((resolve) => (release = resolve));
    const forged = at.ring.find('forged');
    await until(() => at.loads === 2); // it has read the keys already
    await at.publish('new');
    const valid = at.ring.find('new');
    release();
    expect(await forged).toBeUndefined();
    await soon();
    at.pass(PAUSE_MS);
    expect(await valid).toBeDefined();
  });

  test('however many forged ids come, there is one load in a pause', async () => {
    const before = at.loads;
    const finds: Promise<unknown>[] = [];
    for (let step = 0; step < 100; step++) {
      for (let i = 0; i < 20; i++) finds.push(at.ring.find(`forged-${step}-${i}`));
      await soon();
      at.pass(PAUSE_MS / 20);
    }
    expect(at.loads - before).toBeLessThanOrEqual(5);
    at.pass(PAUSE_MS);
    await Promise.all(finds);
  });

  test('when too many wait, who comes is not told that the token is bad', async () => {
    const waiting = Array.from({ length: 10_000 }, (_, i) => at.ring.find(`forged-${i}`));
    await expect(at.ring.find('new')).rejects.toThrow('too many');
    expect(await at.ring.find('old')).toBeDefined();
    at.pass(PAUSE_MS);
    await Promise.all(waiting);
    at.pass(PAUSE_MS);
    expect(await at.ring.find('new')).toBeUndefined(); // nobody is in the way any more
  });

  test('without an answer nobody who waits is told that the token is bad, and known keys serve on', async () => {
    at.pass(PAUSE_MS);
    at.down = true;
    await expect(at.ring.find('new')).rejects.toThrow('down');
    const waiting = at.ring.find('new');
    const refused = expect(waiting).rejects.toThrow('down');
    await soon();
    at.pass(PAUSE_MS);
    await refused;
    expect(await at.ring.find('old')).toBeDefined();
  });
});
