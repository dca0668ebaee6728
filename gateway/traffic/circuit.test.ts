import { beforeEach, describe, expect, test } from '@jest/globals';
import { Circuit, type CallOutcome } from './circuit.ts';

describe('the circuit of a subgraph', () => {
  let now = 0;
  let circuit: Circuit;
  beforeEach(() => {
    now = 1_000_000;
    const limits = {
      windowMs: 10_000,
      minCalls: 10,
      failureShare: 0.5,
      failuresInRow: 5,
      openMs: 1_000,
      longestOpenMs: 3_000,
    };
    circuit = new Circuit(
      { ...limits, retryShare: 0.1, retryFloor: 2 },
      () => now,
      () => 0,
    );
  });
  const calls = (...outcomes: CallOutcome[]) => outcomes.forEach((outcome) => circuit.begin()?.ended(outcome));
  const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

  test('opens after failures in a row, also where little is asked', () => {
    calls(...times<CallOutcome>(4, 'failed'), 'ok', ...times<CallOutcome>(4, 'failed'));
    expect(circuit.state).toBe('closed');
    calls('failed');
    expect(circuit.state).toBe('open');
    expect(circuit.begin()).toBeUndefined();
  });

  test('opens when half of the recent calls failed, never in a row, and not for what is long past', () => {
    calls(...times<CallOutcome>(4, 'failed'));
    now += 11_000;
    calls('ok', 'failed', 'failed', 'ok', 'ok', 'failed', 'failed', 'ok', 'failed');
    expect(circuit.state).toBe('closed');
    calls('failed');
    expect(circuit.state).toBe('open');
  });

  test('lets exactly one call find out, and closes when that one succeeds', () => {
    calls(...times<CallOutcome>(5, 'failed'));
    now += 1_000;
    expect(circuit.state).toBe('half-open');
    const probe = circuit.begin()!;
    expect(times(20, 0).map(() => circuit.begin())).toEqual(times(20, undefined));
    probe.ended('ok');
    expect(circuit.state).toBe('closed');
    calls(...times<CallOutcome>(4, 'failed'));
    expect(circuit.state).toBe('closed');
  });

  test('waits twice as long after each probe that fails, up to a bound', () => {
    calls(...times<CallOutcome>(5, 'failed'));
    for (const pauseMs of [1_000, 2_000, 3_000, 3_000]) {
      now += pauseMs - 1;
      expect(circuit.begin()).toBeUndefined();
      now += 1;
      circuit.begin()!.ended('failed');
    }
  });

  test('lets the next call find out when the one that did was given up by its client', () => {
    calls(...times<CallOutcome>(5, 'failed'));
    now += 1_000;
    circuit.begin()!.ended('neutral');
    circuit.begin()!.ended('ok');
    expect(circuit.state).toBe('closed');
  });

  test('believes nothing that began before it opened', () => {
    const slow = circuit.begin()!;
    calls(...times<CallOutcome>(5, 'failed'));
    slow.ended('ok');
    expect(circuit.state).toBe('open');
  });

  test('stays open as long as the subgraph asks to be left alone', () => {
    calls(...times<CallOutcome>(4, 'failed'));
    circuit.begin()!.ended('failed', 2_500);
    now += 2_499;
    expect(circuit.begin()).toBeUndefined();
    now += 1;
    expect(circuit.begin()).toBeDefined();
  });

  test('allows few retries, a share of what is asked, and forgets them with time', () => {
    const allowed = () => times(100, 0).filter(() => circuit.mayRetry()).length;
    expect(allowed()).toBe(2);
    calls(...times<CallOutcome>(100, 'ok'));
    expect(allowed()).toBe(10);
    now += 11_000;
    expect(allowed()).toBe(2);
  });
});
