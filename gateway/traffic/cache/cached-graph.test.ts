import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { GatewayParts } from '../../gateway.ts';
import { composed } from '../../testing/composed.ts';
import { gamesSubgraph } from '../../testing/games-subgraph.ts';
import { identitySubgraph } from '../../testing/identity-subgraph.ts';
import { opened, type Opened } from '../../testing/opened.ts';
import { shopSubgraph } from '../../testing/shop-subgraph.ts';
import { until } from '../../testing/until.ts';
import { greeted, hangUp } from '../../testing/wire.ts';

const PRICES = '{ prices { id amount } }';

/** The real door over real HTTP, with a shop that marks what may be kept and tells what changed. */
describe('answers that may be kept', () => {
  let at: Opened;
  let shop: ReturnType<typeof shopSubgraph>;

  const open = async (settings: Parameters<typeof opened>[0] = {}) => {
    shop = shopSubgraph();
    const endpoints: GatewayParts['endpoints'] = { shop: shop.endpoint };
    at = await opened({ cookieSubgraphs: ['shop'], ...settings }, {}, { also: { sdl: await supergraph(), endpoints } });
    await until(async () => (await at.request('/health/ready')).status === 200 && shop.listeners() > 0);
    await until(() => kept(PRICES)); // from the first word of the stream on
    shop.tell('Price');
    await until(async () => (await amounts())[0] === 10);
    shop.calls.length = 0;
  };
  beforeEach(() => open());
  afterEach(async () => {
    hangUp();
    await at.stop();
    shop.stop();
  });
  const amounts = async (token?: string): Promise<number[]> =>
    (await at.ask(PRICES, { ...(token && { token }) })).body.data.prices.map(
      ({ amount }: { amount: number }) => amount,
    );
  const kept = async (query: string, token?: string): Promise<boolean> => {
    const options = token === undefined ? {} : { token };
    await at.ask(query, options);
    const asked = shop.calls.length;
    await at.ask(query, options);
    return shop.calls.length === asked;
  };

  test('are read once, however often they are asked for, and are fresh as soon as the subgraph tells of a change', async () => {
    for (let i = 0; i < 5; i++) expect(await amounts()).toEqual([10, 20]);
    expect(shop.calls.length).toBeLessThanOrEqual(1);
    shop.amounts.set('1', 11);
    expect(await amounts()).toEqual([10, 20]);
    shop.tell('Price:1');
    await until(async () => (await amounts())[0] === 11);
  });

  test('are forgotten for what they contain, and no others with them', async () => {
    const one = '{ price(id: "1") { id amount } }';
    const two = '{ price(id: "2") { id amount } }';
    const unnamed = '{ price(id: "2") { amount } }';
    const none = '{ price(id: "9") { id } }';
    const all = [one, two, unnamed, none];
    const forgottenBy = async (tag: string) => {
      for (const query of all) await at.ask(query);
      shop.tell(tag);
      const mark = 'mark' + tag;
      shop.calls.push(mark);
      await until(async () => (await at.ask('{ stock }'), shop.calls.length > 0));
      const asked = [];
      for (const query of all) {
        const before = shop.calls.length;
        await at.ask(query);
        if (shop.calls.length > before) asked.push(query);
      }
      return asked;
    };
    expect(await forgottenBy('Price:1')).toEqual([one, unnamed]); // one that does not say which it shows may be any
    expect(await forgottenBy('Price')).toEqual(all);
    expect(await forgottenBy('Seller')).toEqual([]);
  });

  test('are only those whose every field is marked, whole, without errors and cookies', async () => {
    for (const query of [
      PRICES,
      '{ prices { __typename id } }',
      '{ price(id: "1") { sold { name } } }',
      '{ prices(kind: "x") { amount } brief }',
    ])
      expect({ query, kept: await kept(query) }).toEqual({ query, kept: true });
    for (const query of [
      '{ stock }',
      '{ prices { id } stock }',
      '{ price(id: "1") { seller { name } } }',
      '{ anything { ... on Coin { worth } } }',
      '{ shaky { id failing } }',
      '{ gift }',
      'mutation { reprice(id: "2", amount: 20) { amount } }',
    ])
      expect({ query, kept: await kept(query) }).toEqual({ query, kept: false });
  });

  test("that depend on who asks are nobody else's, and not kept for nobody in particular", async () => {
    const [ada, bob] = [await at.signIn(), await at.signIn()];
    const owner = async (token: string) => (await at.ask('{ basket { owner } }', { token })).body.data.basket.owner;
    for (const each of [ada, bob, ada, bob]) expect(await owner(each.token)).toBe(each.userId);
    expect(shop.calls).toHaveLength(2);
    expect(await kept('{ basket { items } }')).toBe(false);
    expect(await kept('{ account }', ada.token)).toBe(true);
    expect((await at.ask('{ account }', { token: bob.token })).body.data).toEqual({ account: bob.userId });
  });

  test("that may depend on a client's header are kept for those who sent the same, and say so", async () => {
    const asks = async (header: string, value: string) => {
      const before = shop.calls.length;
      const { headers } = await at.ask(PRICES, { headers: { [header]: value } });
      return { asked: shop.calls.length - before, varies: headers.get('vary')?.toLowerCase() };
    };
    for (const language of ['de', 'fr'])
      for (const asked of [1, 0])
        expect(await asks('accept-language', language)).toEqual({ asked, varies: 'origin, accept-language' });
    expect(await asks('x-theme', 'dark')).toMatchObject({ asked: 0 }); // it reaches nobody
  });

  test('are still refused to whoever may not have them', async () => {
    const { token, sessionId } = await at.signIn();
    expect(await kept('{ account }', token)).toBe(true);
    expect((await at.ask('{ account }')).body.errors[0].extensions.code).toBe('UNAUTHENTICATED');
    at.pair.users.revoke(sessionId);
    await until(async () => (await at.ask('{ account }', { token })).status === 401);
  });

  test('say how old they are and how old they may become, and for whom', async () => {
    const { token } = await at.signIn();
    await at.ask(PRICES);
    const shared = await at.ask(PRICES);
    expect(shared.headers.get('cache-control')).toBe('public, max-age=60');
    expect(Number(shared.headers.get('age'))).toBeGreaterThanOrEqual(0);
    const own = await at.ask('{ basket { items } }', { token });
    expect(own.headers.get('cache-control')).toBe('private, max-age=60');
    expect(own.headers.get('vary')?.toLowerCase()).toContain('authorization');
    for (const query of ['{ stock }', '{ shaky { failing } }', '{ nothing }']) {
      const { headers } = await at.ask(query);
      expect([headers.get('cache-control'), headers.get('age')]).toEqual(['no-store', null]);
    }
  });

  test('grow old', async () => {
    expect(await kept('{ brief }')).toBe(true);
    const asked = shop.calls.length;
    await until(async () => (await at.ask('{ brief }'), shop.calls.length > asked), 20_000);
  });

  test('are not kept when a change was told while they were read', async () => {
    let arrive!: () => void;
    shop.state.held = new Promise((resolve) => (arrive = resolve));
    const query = '{ price(id: "2") { id amount } }';
    const slow = at.ask(query);
    await until(() => shop.calls.length > 0);
    shop.amounts.set('2', 21);
    shop.tell('Price:2');
    await at.ask('{ echo(text: "the word of the change has arrived") }');
    arrive();
    expect((await slow).body.data.price.amount).toBe(20);
    expect((await at.ask(query)).body.data.price.amount).toBe(21);
  });

  test('are not missing what their reader just wrote', async () => {
    const { token } = await at.signIn();
    expect(await amounts(token)).toEqual([10, 20]);
    await at.ask('mutation { reprice(id: "1", amount: 12) { amount } }', { token });
    expect(await amounts(token)).toEqual([12, 20]); // the word of the change is still on its way to others
  });

  test('are not believed for long while the subgraph cannot say what changed', async () => {
    expect(await kept(PRICES)).toBe(true);
    shop.state.silent = true;
    shop.amounts.set('1', 13);
    await until(async () => (await amounts())[0] === 13, 20_000);
    shop.state.silent = false;
    await until(() => kept(PRICES), 20_000);
  }, 50_000);

  test('are the same on sockets, and say nothing there of how they were kept', async () => {
    await at.ask(PRICES);
    const asked = shop.calls.length;
    const wire = await greeted(at);
    wire.subscribe('1', PRICES);
    const { payload } = await wire.first('1');
    expect(Object.keys(payload)).toEqual(['data']);
    expect(shop.calls.length).toBe(asked);
  });

  test('are not kept where there is no room', async () => {
    await at.stop();
    shop.stop();
    shop = shopSubgraph();
    const also = { sdl: await supergraph(), endpoints: { shop: shop.endpoint } };
    at = await opened({ cacheBytes: 0 }, {}, { also });
    expect(await kept(PRICES)).toBe(false);
  });
});

let composedOnce: Promise<string> | undefined;
const supergraph = (): Promise<string> => (composedOnce ??= composeShop());

async function composeShop(): Promise<string> {
  const users = await identitySubgraph();
  users.stop();
  const shop = shopSubgraph();
  shop.stop();
  const parts = { users: users.typeDefs, games: gamesSubgraph().typeDefs, shop: shop.typeDefs };
  return composed(Object.entries(parts).map(([name, typeDefs]) => ({ name, typeDefs })));
}
