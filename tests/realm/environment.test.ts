import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { GraphQLScalarType } from 'graphql';
import pg from 'pg';
import { getMetadataStorage } from 'type-graphql';
import { freePort } from '../free-port.ts';
import { RealmEnvironment } from './environment.ts';

let file: RealmEnvironment;
beforeEach(() => {
  const testEnvironmentOptions = { customExportConditions: ['source'] };
  const globals = { GIVEN: 7 };
  file = new RealmEnvironment({ projectConfig: { testEnvironmentOptions, globals, fakeTimers: {} } as never });
});
afterEach(() => file.teardown());

test('a test file leaves no setting and no listener of the process behind, and no exit of its own', async () => {
  const { exit, env } = process;
  const before = { ...env };
  Object.assign(env, { LEFT_BEHIND: 'yes', PATH: '/nowhere' });
  process.exit = () => {
    throw new Error('no exit here');
  };
  const listener = () => {};
  process.on('SIGTERM', listener);
  await file.teardown();
  expect({ ...env }).toEqual(before);
  expect(process.exit).toBe(exit);
  expect(process.listeners('SIGTERM')).not.toContain(listener);
});

test('globals that the command line gives are those of its files, and of no later ones', async () => {
  expect(Reflect.get(globalThis, 'GIVEN')).toBe(7);
  await file.teardown();
  expect(Reflect.has(globalThis, 'GIVEN')).toBe(false);
});

test('what packages remember of the classes of a test file ends with it', async () => {
  const known = getMetadataStorage();
  Reflect.deleteProperty(globalThis, 'TypeGraphQLMetadataStorage'); // as a file finds it that is the first
  const mine = getMetadataStorage();
  await file.teardown();
  expect(getMetadataStorage()).not.toBe(mine);
  Object.assign(globalThis, { TypeGraphQLMetadataStorage: known });
});

test('time and what was spied on are real again', async () => {
  const { setTimeout: later, Date: dates } = globalThis;
  const { query } = pg.Client.prototype;
  file.moduleMocker.spyOn(pg.Client.prototype, 'query');
  file.fakeTimersModern.useFakeTimers();
  expect(globalThis.Date).not.toBe(dates);
  await file.teardown();
  expect([globalThis.setTimeout, globalThis.Date, pg.Client.prototype.query]).toEqual([later, dates, query]);
});

test('the modules of a test file are its own; the packages that they import are the worker’s', async () => {
  const [another, scalars] = ['../free-port.ts?run=0', '../../chassis/graphql/scalars.ts?run=0'];
  const { freePort: theirs } = (await import(another)) as { freePort: unknown };
  expect(theirs).not.toBe(freePort);
  const exported = Object.values((await import(scalars)) as object);
  expect(exported.some((one) => one instanceof GraphQLScalarType)).toBe(true);
});
