import { randomUUID } from 'node:crypto';
import { DEMO_PASSPHRASE } from '#gateway/site/demo-accounts';
import { GraphClient } from '#platform/story/graph-client';
import { platformSettings } from '#platform/settings';
import { StandIn } from '#platform/stand-in/stand-in';
import { startBlackBox, type BlackBox, type Topology } from './black-box.ts';
import { User } from './user.ts';

/** A running product with an administrator at hand, and somebody who stands in for the businesses that have not moved in. */
export interface Stage {
  readonly box: BlackBox;
  readonly standIn: StandIn;
  /** Somebody new, verified and signed in. */
  visitor(name: string): Promise<Newcomer>;
  /** A visitor with the token documents in force. */
  newcomer(name: string): Promise<Newcomer>;
  /** A person of the demo story, signed in anew. */
  demo(part: 'admin' | 'auditor' | 'founder' | 'builder' | 'investor'): Promise<Person>;
  /** BUZ out of a pool, by the administrator. */
  grant(person: Person, amount: string): Promise<void>;
  advance(duration: string): Promise<void>;
  close(): Promise<void>;
}

export interface Person {
  readonly id: string;
  readonly graph: GraphClient;
}

export interface Newcomer extends Person {
  /** Signs in again, opens sockets. */
  readonly user: User;
}

export async function setStage(topology: Topology): Promise<Stage> {
  const box = await startBlackBox(topology);
  const standIn = await StandIn.open(platformSettings({ DATA_DIR: box.dataDir, NODE_ENV: 'development' }));
  const demo: Stage['demo'] = async (part) => {
    const { signIn } = await new GraphClient(box.url).ask<{ signIn: { accessToken: string; user: { id: string } } }>(
      'mutation ($input: SignInInput!) { signIn(input: $input) { ... on SignedIn { accessToken user { id } } } }',
      { input: { email: `${part}@demo.test`, password: DEMO_PASSPHRASE, tokenDelivery: 'BODY' } },
    );
    return { id: signIn.user.id, graph: new GraphClient(box.url, signIn.accessToken) };
  };
  const visitor: Stage['visitor'] = async (name) => {
    const user = new User(box);
    await user.registerAndVerify(name);
    await user.signIn();
    const { me } = await user.graph.ask<{ me: { id: string } }>('{ me { id } }');
    return { id: me.id, graph: user.graph, user };
  };
  return {
    box,
    standIn,
    demo,
    visitor,
    async newcomer(name) {
      const person = await visitor(name);
      await standIn.sign(person.id, 'TOKEN');
      return person;
    },
    async grant(person, amount) {
      const admin = await demo('admin');
      const input = { userId: person.id, amount, pool: 'COMMUNITY', reason: 'a journey', idempotencyKey: randomUUID() };
      await admin.graph.act('grantBuz', 'BuzAdministered', input, '__typename');
    },
    async advance(duration) {
      const answer = await fetch(`${box.url}/dev/clock`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ advance: duration }),
      });
      if (!answer.ok) throw new Error(`the clock answered ${answer.status}: ${await answer.text()}`);
    },
    async close() {
      await standIn.close();
      await box.remove();
    },
  };
}
