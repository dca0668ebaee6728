#!/usr/bin/env node
// What `npm start`, `npm run dev|apart` and `npm test` run. Plain JavaScript without packages: it works before anything is installed,
// on the Node of the machine, and hands over to the Node that npm installs.
import { fileURLToPath } from 'node:url';
import { checkHostNode, productNode } from './run/node.mjs';
import { install } from './run/install.mjs';
import { build, buildOnly } from './run/build.mjs';
import { runToEnd } from './run/child.mjs';
import { develop } from './run/develop.mjs';

const JEST = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
const OWN = ['--enable-source-maps', '--disable-warning=ExperimentalWarning'];

/** Node keeps what it compiled, so that the next start spends a fifth less on its imports. */
const COMPILED = { NODE_COMPILE_CACHE: 'node_modules/.cache/compiled' };

const VERBS = {
  start: async (args) => {
    await build();
    return runToEnd(productNode(), [...OWN, 'dist/platform/together.js', ...args], COMPILED);
  },
  apart: async (args) => {
    await build();
    return runToEnd(productNode(), [...OWN, 'dist/platform/apart.js', ...args], COMPILED);
  },
  dev: (args) => develop([...OWN, 'dist/platform/together.js', ...args]),
  events: async (args) => {
    await build();
    return runToEnd(productNode(), [...OWN, 'dist/platform/events.js', ...args]);
  },
  'stand-in': async (args) => {
    await build();
    return runToEnd(productNode(), [...OWN, 'dist/platform/stand-in.js', ...args]);
  },
  buz: async (args) => {
    await build();
    return runToEnd(productNode(), [...OWN, 'dist/platform/buz.js', ...args]);
  },
  clients: async (args) => {
    await build();
    return runToEnd(productNode(), [...OWN, 'dist/platform/clients.js', ...args]);
  },
  usage: async (args) => {
    await build();
    return runToEnd(productNode(), [...OWN, 'dist/platform/usage.js', ...args]);
  },
  gamification: async (args) => {
    await build();
    return runToEnd(productNode(), [...OWN, 'dist/platform/gamification.js', ...args]);
  },
  build: async () => {
    await build();
    return 0;
  },
  // Tests compile what they import themselves; those that start the product as a process find it built.
  test: (args) => test(['--config', 'jest.config.mjs', ...args]),
  'test:outside': (args) => test(['--config', 'jest.outside.config.mjs', ...args], build), // the playground too
  'test:long': (args) => test(['--config', 'jest.long.config.mjs', '--passWithNoTests', ...args]),
};

async function test(args, prepare = buildOnly) {
  await prepare();
  return runToEnd(productNode(), [...JEST, ...args], { NODE_ENV: 'test', ...COMPILED }); // for the products that tests start
}

async function main([verb, ...args]) {
  checkHostNode();
  const act = VERBS[verb];
  if (!act) {
    process.stderr.write(`Say which: npm run ${Object.keys(VERBS).join(' | ')}\n`);
    return 2;
  }
  process.chdir(fileURLToPath(new URL('..', import.meta.url)));
  await install();
  return act(args);
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (fault) => {
    process.stderr.write(`\n${fault.told ? fault.message : fault.stack}\n`);
    process.exitCode = 1;
  },
);
