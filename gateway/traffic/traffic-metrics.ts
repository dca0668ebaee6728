import { Counter, Gauge, type Registry } from 'prom-client';
import type { Admission } from './admission.ts';
import type { CachedGraph } from './cache/cached-graph.ts';
import type { CircuitState } from './circuit.ts';
import type { Circuits } from './circuits.ts';

const FIGURE_OF: Readonly<Record<CircuitState, number>> = { closed: 0, 'half-open': 1, open: 2 };

/** How each subgraph was asked, and whether it is asked at the moment. Read when `/metrics` is: nothing is added to a call. */
export function countCircuits(registry: Registry, circuits: Circuits): void {
  const registers = [registry];
  const state: Gauge = new Gauge({
    name: 'gateway_subgraph_circuit',
    help: 'Whether the subgraph is asked: 0 yes (closed), 1 one call finds out (half-open), 2 no (open).',
    labelNames: ['subgraph'],
    registers,
    collect: () => {
      for (const [subgraph, now] of Object.entries(circuits.states)) state.set({ subgraph }, FIGURE_OF[now]);
    },
  });
  const calls: Counter = new Counter({
    name: 'gateway_subgraph_calls_total',
    help: 'Calls by outcome: ok, refused (the circuit was open), or the code of the fault. A retry is a call of its own.',
    labelNames: ['subgraph', 'outcome'],
    registers,
    collect: () => {
      calls.reset();
      for (const [subgraph, tally] of circuits.tallies)
        for (const [outcome, count] of tally.calls) calls.inc({ subgraph, outcome }, count);
    },
  });
  const retries: Counter = new Counter({
    name: 'gateway_subgraph_retries_total',
    help: 'Reads that could not be delivered: asked once more (sent), or not because too many were (over budget).',
    labelNames: ['subgraph', 'outcome'],
    registers,
    collect: () => {
      retries.reset();
      for (const [subgraph, tally] of circuits.tallies)
        for (const [outcome, count] of tally.retries) retries.inc({ subgraph, outcome }, count);
    },
  });
}

/** What runs, and what was refused because there was too much to do. */
export function countAdmission(registry: Registry, admission: Admission, loop: { readonly delayMs: number }): void {
  const registers = [registry];
  const running: Gauge = new Gauge({
    name: 'gateway_operations_running',
    help: 'Operations that run now, subscriptions that wait for events not counted.',
    registers,
    collect: () => running.set(admission.taken),
  });
  const delay: Gauge = new Gauge({
    name: 'gateway_loop_delay_seconds',
    help: 'By how much this process is late with everything it does.',
    registers,
    collect: () => delay.set(loop.delayMs / 1_000),
  });
  const shed: Counter = new Counter({
    name: 'gateway_shed_total',
    help: 'Refused before it began: no place (places), too many of one caller (caller), the process was late (delay).',
    labelNames: ['why'],
    registers,
    collect: () => {
      shed.reset();
      for (const [why, count] of admission.shed) shed.inc({ why }, count);
    },
  });
}

/** How often an answer was at hand, and what the kept ones take. */
export function countCache(registry: Registry, cache: CachedGraph): void {
  const registers = [registry];
  const answers: Counter = new Counter({
    name: 'gateway_cache_answers_total',
    help: 'Operations by what the cache had to do with them: hit, miss, bypass (it may not be kept, or its caller just wrote).',
    labelNames: ['outcome'],
    registers,
    collect: () => {
      answers.reset();
      for (const [outcome, count] of cache.counts) answers.inc({ outcome }, count);
    },
  });
  const bytes: Gauge = new Gauge({
    name: 'gateway_cache_bytes',
    help: 'What kept answers take.',
    registers,
    collect: () => bytes.set(cache.store.bytes),
  });
}
