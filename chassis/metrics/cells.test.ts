import { expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import { Counters, Histograms } from './cells.ts';

test('a counter prints one line for each set of labels, and finds its cell again', async () => {
  const registry = new Registry();
  const counters = new Counters(registry, { name: 'doors_total', help: 'Doors.', labels: ['side', 'kind'] });
  counters.cell('left', 'a "quoted" one').add();
  counters.cell('left', 'a "quoted" one').add(2);
  counters.cell('right', 'plain');
  expect(await registry.metrics()).toBe(
    '# HELP doors_total Doors.\n# TYPE doors_total counter\n' +
      'doors_total{side="left",kind="a \\"quoted\\" one"} 3\ndoors_total{side="right",kind="plain"} 0\n',
  );
});

test('a histogram counts each value in its bucket and in all above it', async () => {
  const registry = new Registry();
  const described = { name: 'wait_seconds', help: 'Waits.', labels: ['who'], buckets: [0.1, 1] };
  const cell = new Histograms(registry, described).cell('me');
  for (const value of [0.05, 0.1, 0.5, 7]) cell.observe(value);
  expect((await registry.metrics()).split('\n').filter((line) => !line.startsWith('#'))).toEqual([
    'wait_seconds_bucket{who="me",le="0.1"} 2',
    'wait_seconds_bucket{who="me",le="1"} 3',
    'wait_seconds_bucket{who="me",le="+Inf"} 4',
    'wait_seconds_sum{who="me"} 7.65',
    'wait_seconds_count{who="me"} 4',
    '',
  ]);
});

test('two metrics of one name are refused, so that a figure means one thing', () => {
  const registry = new Registry();
  new Counters(registry, { name: 'a_total', help: 'A.', labels: [] });
  expect(() => new Counters(registry, { name: 'a_total', help: 'B.', labels: [] })).toThrow('a_total');
});
