import { expect, test } from '@jest/globals';
import { acceptedBy } from './accept.ts';

const NONE = { events: false, prefersEvents: false, subscriptions: false, deferred: false };

test.each([
  ['text/event-stream', { events: true, prefersEvents: true }],
  ['Text/Event-Stream; q=0.9', { events: true, prefersEvents: true }],
  ['text/event-stream, application/json', { events: true, prefersEvents: true }],
  ['application/json, text/event-stream', { events: true }],
  ['text/event-stream;q=0.5, application/graphql-response+json;q=0.8', { events: true }],
  ['*/*;q=0.1, text/event-stream', { events: true, prefersEvents: true }],
  ['multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json', { subscriptions: true }],
  ['multipart/mixed; subscriptionSpec="1.0"', { subscriptions: true }],
  ['multipart/mixed;deferSpec=20220824,application/graphql-response+json,application/json;q=0.9', { deferred: true }],
])('%s is understood', (header, expected) => {
  expect(acceptedBy(header)).toEqual({ ...NONE, ...expected });
});

test.each([
  undefined,
  '*/*',
  'application/json',
  'text/event-stream;q=0',
  'multipart/mixed',
  'multipart/mixed;deferSpec=20200101',
  'multipart/mixed;subscriptionSpec=2.0',
  'multipart/form-data',
])('%s asks for one answer', (header) => {
  expect(acceptedBy(header)).toBeUndefined();
});
