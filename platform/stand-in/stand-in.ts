import 'reflect-metadata';
import { createHash } from 'node:crypto';
import path from 'node:path';
import pg from 'pg';
import type { EventContract } from '#kernel/event';
import { newId, type Id } from '#kernel/id';
import { movableClock, wallClock } from '#chassis/time/clocks';
import { documentEffective, documentExpired, packCompleted } from '#subgraphs/legal/published/legal.events';
import { kycApproved, kycEnded } from '#subgraphs/users/published/kyc.events';
import { PlainFault } from '../plain-fault.ts';
import { roleUrl } from '../role-url.ts';
import type { PlatformSettings } from '../settings.ts';
import { InboxDoor } from './inbox-door.ts';
import { listeners, streamOf } from './listeners.ts';

/** The documents of each pack, in signing order. */
export const PACKS = {
  MEMBER: ['ESCA', 'PPA', 'PNA', 'MNDA', 'STA'],
  TOKEN: ['BTS', 'BPP'],
  OWNER: ['PTSA', 'SOBA'],
} as const;
export type Pack = keyof typeof PACKS;

/**
 * Stands in for businesses that have not moved in: puts the facts that they would publish into the inboxes of those who hear them, and waits
 * until they have reacted. For development, the demo story and journeys; never in production, where only a producer tells its facts.
 */
export class StandIn {
  readonly #settings: PlatformSettings;
  readonly #listeners: ReadonlyMap<string, readonly string[]>;
  readonly #doors = new Map<string, InboxDoor>();

  private constructor(settings: PlatformSettings, heard: ReadonlyMap<string, readonly string[]>) {
    this.#settings = settings;
    this.#listeners = heard;
  }

  /** Needs the data folder of a platform that runs, and nothing else of it. @throws PlainFault in production */
  static async open(settings: PlatformSettings): Promise<StandIn> {
    if (settings.production) {
      throw new PlainFault('Nobody stands in for a business in production: its events come from itself only.');
    }
    return new StandIn(settings, await listeners());
  }

  /** Every document of the pack becomes effective (again, when it was before), then the pack is complete, which is told once. */
  async sign(userId: string, pack: Pack): Promise<void> {
    const codes = PACKS[pack];
    for (const code of codes) {
      const document = { userId, documentId: documentOf(userId, code), code };
      // one aggregate: when its last event was heard, so were those before it
      if (code === codes.at(-1)) await this.tell(documentEffective, userId, document);
      else await this.#deposit(documentEffective, userId, document);
    }
    await this.tell(packCompleted, userId, { userId, pack }, stableId('pack', userId, pack));
  }

  /** A document that was signed here is no longer in force. */
  async expire(userId: string, code: string): Promise<void> {
    await this.tell(documentExpired, userId, { userId, documentId: documentOf(userId, code), code });
  }

  async approveIdentity(userId: string): Promise<void> {
    await this.tell(kycApproved, userId, { userId, approvedBy: stableId('reviewer') });
  }

  async endIdentity(userId: string, because: 'EXPIRED' | 'WITHDRAWN'): Promise<void> {
    await this.tell(kycEnded, userId, { userId, because });
  }

  /** Tells any contract to everybody who hears its aggregate, and waits for their reactions; answers who they are. */
  async tell<Body>(
    contract: EventContract<Body>,
    aggregateId: string,
    body: Body,
    id: Id = newId(),
  ): Promise<readonly string[]> {
    const consumers = await this.#deposit(contract, aggregateId, body, id);
    await Promise.all(consumers.map((consumer) => this.#doorOf(consumer).done(contract.producer, id)));
    return consumers;
  }

  async #deposit<Body>(
    contract: EventContract<Body>,
    aggregateId: string,
    body: Body,
    id: Id = newId(),
  ): Promise<readonly string[]> {
    const { producer, type, version, aggregate } = contract;
    const consumers = this.#listeners.get(streamOf(contract)) ?? [];
    const clock =
      this.#settings.clock === 'movable' ? movableClock(path.join(this.#settings.dataFolder, 'clock.json')) : wallClock;
    const event = {
      ...{ id, producer, type, version, aggregate, aggregateId },
      occurredAt: clock.now().toISOString(),
      actor: null,
      correlationId: `stand-in ${id}`,
      causationId: null,
      body: contract.body.parse(body),
    };
    for (const consumer of consumers) await this.#doorOf(consumer).deposit(event);
    return consumers;
  }

  /** An id as it is, an e-mail address as the id of its account. @throws PlainFault */
  async userId(who: string): Promise<string> {
    if (!who.includes('@')) return who;
    const users = new pg.Client({ connectionString: roleUrl(this.#settings, 'users') });
    await users.connect();
    try {
      const { rows } = await users.query<{ id: string }>('select id from account where email = lower($1)', [who]);
      if (!rows[0]) throw new PlainFault(`There is no account with the address ${who}.`);
      return rows[0].id;
    } finally {
      await users.end();
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#doors.values()].map((door) => door.close()));
  }

  #doorOf(consumer: string): InboxDoor {
    const door = this.#doors.get(consumer) ?? new InboxDoor(consumer, roleUrl(this.#settings, consumer));
    this.#doors.set(consumer, door);
    return door;
  }
}

const documentOf = (userId: string, code: string): string => stableId('document', userId, code);

/** The same words, the same UUID (version 8: of our own making). */
function stableId(...words: string[]): Id {
  const hex = createHash('sha256').update(words.join(' ')).digest('hex');
  const variant = '89ab'[parseInt(hex[16]!, 16) % 4]!;
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `${variant}${hex.slice(17, 20)}`];
  return [...parts, hex.slice(20, 32)].join('-') as Id;
}
