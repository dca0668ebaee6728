/**
 * Who may import whom: the table of docs/architecture.md as rules. tests/architecture/house-rules.test.ts plants a violation of
 * every rule below and fails when one stays silent, so a rule cannot be added here without its plant.
 */
const TEST = '(\\.test\\.ts$|^(chassis|gateway|subgraphs/[^/]+)/testing/)'; // tests, and what only tests use
const HOUSE = '^(kernel|chassis|subgraphs|gateway|platform|registry|web)/';
const KERNEL = '^kernel/';
const SCOPE = '^chassis/mount/scope\\.ts$'; // what every action, read and resolver works in
const PORTS = '^subgraphs/$1/outside/ports\\.ts$'; // the type of scope.ports
const chassis = (...parts) => `^chassis/(${parts.join('|')})/`;
const npm = (...names) => names.map((name) => `node_modules/${name}/`);
const core = (...names) => names.map((name) => `^(node:)?${name}$`);

/** Each room of a subgraph: which own rooms, which parts of the house, which packages it may reach. Itself and kernel always. */
const ROOMS = {
  // hashes and constant-time comparison are functions of their arguments
  domain: { packages: core('crypto') },
  published: { packages: npm('zod') },
  storage: { rooms: ['domain'], house: [chassis('storage', 'files'), SCOPE], packages: npm('@mikro-orm') },
  outside: {
    rooms: ['domain'],
    house: [chassis('log')],
    packages: [
      ...npm('nodemailer', '@node-rs/argon2', 'otplib', 'jose', 'zod'),
      ...core('crypto', 'fs', 'fs/promises', 'os', 'path', 'stream', 'timers/promises', 'url', 'util'),
    ],
  },
  actions: {
    rooms: ['domain', 'storage', 'published', 'outside'],
    house: [chassis('events', 'storage', 'identity', 'charge', 'files'), SCOPE],
    packages: core('crypto'),
  },
  reads: {
    rooms: ['domain', 'storage'],
    house: [chassis('storage', 'identity'), SCOPE, PORTS],
    packages: npm('@mikro-orm', 'dataloader'),
  },
  graphql: {
    rooms: ['domain', 'actions', 'reads', 'published'],
    house: [chassis('graphql', 'identity', 'live', 'files'), SCOPE, PORTS],
    packages: npm('type-graphql', 'graphql', 'graphql-scalars', 'class-validator'),
  },
  reactions: { rooms: ['actions'], house: [chassis('events', 'charge'), SCOPE, PORTS, '^subgraphs/[^/]+/published/'] },
};

/** Files beside the rooms: what subgraph.ts, main.ts and settings.ts may reach. */
const OWN_ROOM = `^subgraphs/$1/(${Object.keys(ROOMS).join('|')})/`;
const WIRING = {
  subgraph: {
    house: [
      OWN_ROOM,
      '^subgraphs/$1/parts/',
      '^subgraphs/$1/settings\\.ts$',
      '^subgraphs/[^/]+/published/',
      '^chassis/',
    ],
    packages: [],
  },
  // a large business is wired part by part: parts/*.ts, joined in subgraph.ts
  parts: { house: [OWN_ROOM, '^chassis/'], packages: [] },
  main: { house: ['^subgraphs/$1/(subgraph|settings)\\.ts$', '^chassis/'], packages: [] },
  settings: {
    house: ['^subgraphs/$1/(domain|outside)/', '^chassis/settings/'],
    packages: [...npm('zod'), ...core('path')],
  },
};

const reach = (name, from, allowed, comment) => ({
  name: `${name}-reach`,
  severity: 'error',
  comment,
  from: { path: from, pathNot: TEST },
  to: { path: HOUSE, pathNot: [KERNEL, ...allowed] },
});

const libraries = (name, from, packages) => ({
  name: `${name}-libraries`,
  severity: 'error',
  comment: `${name} may use of npm and Node only: ${packages.join(', ') || 'nothing'}.`,
  from: { path: from, pathNot: TEST },
  to: {
    dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown', 'core'],
    pathNot: packages.length ? packages : '^$',
  },
});

const roomRules = Object.entries(ROOMS).flatMap(([name, { rooms = [], house = [], packages = [] }]) => [
  reach(
    name,
    `^subgraphs/([^/]+)/${name}/`,
    [...[name, ...rooms].map((room) => `^subgraphs/$1/${room}/`), ...house],
    `${name}/ may import itself, kernel and: ${[...rooms, ...house].join(', ') || 'nothing else'}.`,
  ),
  libraries(name, `^subgraphs/[^/]+/${name}/`, packages),
]);

const placeOf = (name) => (name === 'parts' ? 'parts/' : `${name}\\.ts$`);

const wiringRules = Object.entries(WIRING).flatMap(([name, { house, packages }]) => [
  reach(name, `^subgraphs/([^/]+)/${placeOf(name)}`, house, `${name}.ts may import kernel and: ${house.join(', ')}.`),
  libraries(name, `^subgraphs/[^/]+/${placeOf(name)}`, packages),
]);

const forbid = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to });

module.exports = {
  forbidden: [
    ...roomRules,
    ...wiringRules,
    forbid(
      'neighbours-talk-by-events',
      'Another subgraph is reached only through what it has published, and only from a reaction (or the wiring that lists them).',
      {
        path: '^subgraphs/([^/]+)/',
        pathNot: ['^subgraphs/[^/]+/reactions/', '^subgraphs/[^/]+/subgraph\\.ts$', TEST],
      },
      { path: '^subgraphs/[^/]+/', pathNot: '^subgraphs/$1/' },
    ),
    forbid(
      'only-published-crosses',
      'What a neighbour has not published is its own business, for tests too.',
      { path: '^subgraphs/([^/]+)/(reactions/|testing/|subgraph\\.ts$|.*\\.test\\.ts$)' },
      {
        path: '^subgraphs/[^/]+/',
        pathNot: ['^subgraphs/$1/', '^subgraphs/[^/]+/published/', '^subgraphs/[^/]+/subgraph\\.ts$'],
      },
    ),
    forbid(
      'kernel-stands-alone',
      'The kernel is pure: no npm, no I/O, no house.',
      { path: KERNEL, pathNot: TEST },
      { pathNot: KERNEL },
    ),
    forbid(
      'chassis-knows-no-business',
      'The chassis carries every subgraph, so it knows none.',
      { path: '^chassis/' },
      { path: '^(subgraphs|gateway|platform|registry|web)/' },
    ),
    forbid(
      'gateway-knows-no-subgraph-code',
      'The gateway knows the supergraph, never the code behind it.',
      { path: '^gateway/', pathNot: TEST },
      { path: '^(subgraphs|platform|registry|web)/' },
    ),
    forbid(
      'product-needs-no-dev-packages',
      'A production install has no devDependencies.',
      {
        path: '^(kernel|chassis|subgraphs|gateway|platform)/',
        pathNot: [TEST, '^gateway/site/playground/'],
      },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm', 'type-only'] },
    ),
    forbid(
      'tests-stay-out-of-the-product',
      'Tests, and the testing rooms that serve them, are not part of the product.',
      { path: HOUSE, pathNot: TEST },
      { path: ['^tests/', TEST] },
    ),
    {
      name: 'kernel-is-earned',
      severity: 'error',
      comment: 'A kernel file with fewer than two users belongs to its one user.',
      module: { path: KERNEL, pathNot: TEST, numberOfDependentsLessThan: 2 },
      from: { path: '^(kernel|subgraphs|chassis|gateway|platform)/', pathNot: TEST },
    },
    forbid(
      'no-drawers',
      'utils, helpers, common, shared, misc and lib are drawers: name what is inside.',
      {},
      { path: '(^|/)(utils?|helpers?|common|shared|misc|lib)(/|\\.(m|c)?tsx?$)', pathNot: 'node_modules' },
    ),
    forbid('no-circles', 'Two files that need each other are one file, or three.', {}, { circular: true }),
    forbid(
      'everything-resolves',
      'An import that does not resolve silently satisfies every other rule.',
      {},
      { couldNotResolve: true },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|gateway/site/playground)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json'],
      mainFields: ['module', 'main', 'types'],
      conditionNames: ['source', 'import', 'require', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
};
