import { randomInt } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { ANONYMOUS } from '#chassis/identity/caller';
import type { DoubtfulPlan } from '#gateway/graph/sound/sound-plan';
import { arenaOf } from './arena.ts';
import { RandomChains } from './chains.fixture.ts';
import { inParts, withRandomDefers } from './in-parts.ts';
import { numbersFrom } from './operation-generator.ts';

/** Other subgraphs on every run; a seed that found something is run again with `--globals '{"SEED":n}'`. */
const SEED = (globalThis as { SEED?: number }).SEED ?? randomInt(2 ** 31);
const GRAPHS = 80;
const OPERATIONS = 8;

test(`whatever @requires leads through, the answer is the right one, whole and in parts (${GRAPHS * OPERATIONS} operations, seed ${SEED})`, async () => {
  const next = numbersFrom(SEED);
  const plans: DoubtfulPlan[] = [];
  const observer = { doubtful: (plan: DoubtfulPlan) => void plans.push(plan) };
  for (let graph = 0; graph < GRAPHS; graph++) {
    const chains = new RandomChains(next);
    const arena = await arenaOf(chains.sources, true, { observer });
    for (let i = 0; i < OPERATIONS; i++) {
      const { text, right } = chains.operation();
      const document = parse(text);
      const whole = await arena.graph.execute({ document, variables: {}, caller: ANONYMOUS });
      const { data, errors } = await inParts(arena.graph, withRandomDefers(document, next), {});
      const told = { text, whole: plain(whole.data), parts: plain(data), errors: [...(whole.errors ?? []), ...errors] };
      expect({ ...told, graph }).toEqual({ text, whole: right, parts: right, errors: [], graph });
    }
    await arena.graph.stop();
  }
  const mendings = new Set(plans.map(({ mending }) => mending));
  expect(mendings.has('apart')).toBe(true); // the planner went wrong, and was put right
  expect(mendings.has('refused')).toBe(false);
}, 900_000);

function plain(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data ?? null));
}
