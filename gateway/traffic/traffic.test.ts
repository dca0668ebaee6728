import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { opened, type Opened } from '../testing/opened.ts';

describe('the door tells of its subgraphs', () => {
  let at: Opened;
  beforeAll(async () => {
    at = await opened({ metrics: true });
  });
  afterAll(() => at.stop());

  test('in its health, without being unready for one, and in its metrics', async () => {
    at.pair.games.outage.down = true;
    for (let i = 0; i < 6; i++) {
      const { body } = await at.ask('{ echo(text: "a") scores { points } }');
      expect(body.data).toEqual({ echo: 'a', scores: null });
      expect(body.errors[0].extensions.code).toBe('SERVICE_UNAVAILABLE');
    }
    const { status, body } = await at.request('/health/ready');
    expect([status, body.subgraphs]).toEqual([200, { users: 'closed', games: 'open' }]);
    const { text } = await at.request('/metrics');
    expect(text).toContain('gateway_subgraph_circuit{subgraph="games"} 2');
    expect(text).toContain('gateway_subgraph_circuit{subgraph="users"} 0');
    expect(text).toMatch(/gateway_subgraph_calls_total\{subgraph="games",outcome="SUBGRAPH_UNAVAILABLE"\} 5/);
    expect(text).toMatch(/gateway_subgraph_calls_total\{subgraph="games",outcome="refused"\} [1-9]/);
    expect(text).toMatch(/gateway_subgraph_retries_total\{subgraph="games",outcome="sent"\} [1-9]/);
  });
});
