/**
 * An innocent little house and, for each rule of dependency-cruiser.config.cjs, files that break exactly that rule.
 * Paths are relative to the house; an import in an innocent file is a promise that the rules allow it.
 */
export const INNOCENT: Readonly<Record<string, string>> = {
  'kernel/refusal.ts': 'export const refusal = 1;',
  'kernel/clock.ts': "import './refusal.ts'; export const clock = 1;",
  'chassis/mount/scope.ts': "import '#kernel/refusal'; import '#kernel/clock'; export const scope = 1;",
  'chassis/storage/transact.ts': "import '@mikro-orm/postgresql'; import '#kernel/clock'; export const transact = 1;",
  'chassis/events/reaction.ts': "import '#kernel/refusal'; export const reaction = 1;",
  'chassis/identity/caller.ts': 'export const caller = 1;',
  'chassis/graphql/result.ts': "import 'type-graphql'; export const result = 1;",
  'chassis/live/hub.ts': 'export const hub = 1;',
  'chassis/log/log.ts': "import 'pino'; export const log = 1;",
  'chassis/settings/read.ts': "import 'zod'; export const read = 1;",
  'chassis/testing/database.ts': "import 'fast-check'; export const database = 1;",
  'subgraphs/buz/testing/world.ts':
    "import '#chassis/testing/database'; import '../subgraph.ts'; import 'fast-check'; export const world = 1;",
  'gateway/gateway.ts': "import '#chassis/log/log'; import '@apollo/gateway'; export const gateway = 1;",
  'platform/start.ts': "import '#gateway/gateway'; import '#subgraphs/buz/subgraph'; export const start = 1;",
  'registry/write.ts': "import '#subgraphs/buz/subgraph'; import '@apollo/composition'; export const write = 1;",
  'subgraphs/buz/domain/account.ts': "import '#kernel/refusal'; export const account = 1;",
  'subgraphs/buz/domain/account.test.ts':
    "import './account.ts'; import 'fast-check'; import '#chassis/testing/database';",
  'subgraphs/buz/published/buz.events.ts': "import '#kernel/refusal'; import 'zod'; export const events = 1;",
  'subgraphs/buz/storage/accounts.store.ts':
    "import '../domain/account.ts'; import '#chassis/storage/transact'; import '@mikro-orm/core'; export const accounts = 1;",
  'subgraphs/buz/outside/mail.ts':
    "import '../domain/account.ts'; import 'nodemailer'; import 'node:fs/promises'; export const mail = 1;",
  'subgraphs/buz/outside/ports.ts': "import './mail.ts'; export const ports = 1;",
  'subgraphs/buz/actions/transfer-buz.ts':
    "import '../domain/account.ts'; import '../storage/accounts.store.ts'; import '../published/buz.events.ts'; import '../outside/mail.ts'; import '#chassis/mount/scope'; import '#chassis/identity/caller'; import '#chassis/events/reaction'; export const transfer = 1;",
  'subgraphs/buz/reads/wallet.loader.ts':
    "import '../storage/accounts.store.ts'; import '#chassis/mount/scope'; import '@mikro-orm/postgresql'; export const wallet = 1;",
  'subgraphs/buz/graphql/wallet.resolver.ts':
    "import '../domain/account.ts'; import '../actions/transfer-buz.ts'; import '../reads/wallet.loader.ts'; import '../outside/ports.ts'; import '../published/buz.events.ts'; import '#chassis/graphql/result'; import '#chassis/live/hub'; import 'type-graphql'; import 'graphql'; export const resolver = 1;",
  'subgraphs/buz/reactions/pay-when-user-verified.ts':
    "import '../actions/transfer-buz.ts'; import '#subgraphs/users/published/users.events'; import '#chassis/events/reaction'; export const pay = 1;",
  'subgraphs/buz/settings.ts': "import '#chassis/settings/read'; import 'zod'; export const settings = 1;",
  'subgraphs/buz/parts/wallet.ts':
    "import '../graphql/wallet.resolver.ts'; import '../reactions/pay-when-user-verified.ts'; import '#chassis/mount/scope'; export const part = 1;",
  'subgraphs/buz/subgraph.ts':
    "import './settings.ts'; import './parts/wallet.ts'; import './graphql/wallet.resolver.ts'; import './reactions/pay-when-user-verified.ts'; import './storage/accounts.store.ts'; import '#chassis/mount/scope'; export const buz = 1;",
  'subgraphs/buz/main.ts': "import './subgraph.ts'; import './settings.ts'; import '#chassis/log/log';",
  'subgraphs/users/published/users.events.ts': 'export const events = 1;',
  'subgraphs/users/actions/sign-in.ts': "import 'node:crypto'; export const signIn = 1;",
};

/** rule -> files that must make it, and nothing else, fire. */
export const PLANTED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'domain-reach': { 'subgraphs/buz/domain/p1.ts': "import '../storage/accounts.store.ts';" },
  'domain-libraries': {
    'subgraphs/buz/domain/p2.ts': "import '@mikro-orm/core';",
    'subgraphs/buz/domain/p3.ts': "import 'node:fs';",
  },
  'published-reach': { 'subgraphs/buz/published/p1.ts': "import '../domain/account.ts';" },
  'published-libraries': { 'subgraphs/buz/published/p2.ts': "import 'type-graphql';" },
  'storage-reach': { 'subgraphs/buz/storage/p1.ts': "import '../actions/transfer-buz.ts';" },
  'storage-libraries': { 'subgraphs/buz/storage/p2.ts': "import 'type-graphql';" },
  'parts-reach': { 'subgraphs/buz/parts/p1.ts': "import '#gateway/gateway';" },
  'parts-libraries': { 'subgraphs/buz/parts/p2.ts': "import 'zod';" },
  'outside-reach': { 'subgraphs/buz/outside/p1.ts': "import '../storage/accounts.store.ts';" },
  'outside-libraries': { 'subgraphs/buz/outside/p2.ts': "import '@mikro-orm/core';" },
  'actions-reach': {
    'subgraphs/buz/actions/p1.ts': "import '../graphql/wallet.resolver.ts';",
    'subgraphs/buz/actions/p2.ts': "import '../reads/wallet.loader.ts';",
  },
  'actions-libraries': { 'subgraphs/buz/actions/p3.ts': "import '@mikro-orm/core';" },
  'reads-reach': { 'subgraphs/buz/reads/p1.ts': "import '../actions/transfer-buz.ts';" },
  'reads-libraries': { 'subgraphs/buz/reads/p2.ts': "import 'type-graphql';" },
  'graphql-reach': { 'subgraphs/buz/graphql/p1.ts': "import '../storage/accounts.store.ts';" },
  'graphql-libraries': { 'subgraphs/buz/graphql/p2.ts': "import '@mikro-orm/core';" },
  'reactions-reach': { 'subgraphs/buz/reactions/p1.ts': "import '../storage/accounts.store.ts';" },
  'reactions-libraries': { 'subgraphs/buz/reactions/p2.ts': "import 'zod';" },
  'subgraph-reach': { 'subgraphs/grants/subgraph.ts': "import '#gateway/gateway';" },
  'subgraph-libraries': { 'subgraphs/insights/subgraph.ts': "import 'pino';" },
  'main-reach': {
    'subgraphs/grants/main.ts': "import './actions/open.ts';",
    'subgraphs/grants/actions/open.ts': 'export const open = 1;',
  },
  'main-libraries': { 'subgraphs/insights/main.ts': "import 'pino';" },
  'settings-reach': { 'subgraphs/grants/settings.ts': "import '#chassis/log/log';" },
  'settings-libraries': { 'subgraphs/insights/settings.ts': "import 'node:fs';" },
  'neighbours-talk-by-events': { 'subgraphs/users/main.ts': "import '#subgraphs/buz/subgraph';" },
  'only-published-crosses': {
    'subgraphs/users/actions/p2.test.ts': "import '#subgraphs/buz/actions/transfer-buz';",
  },
  'kernel-stands-alone': { 'kernel/p1.test-plant.ts': "import 'node:fs';" },
  'chassis-knows-no-business': { 'chassis/events/p1.ts': "import '#subgraphs/buz/published/buz.events';" },
  'gateway-knows-no-subgraph-code': { 'gateway/p1.ts': "import '#subgraphs/buz/published/buz.events';" },
  'product-needs-no-dev-packages': { 'chassis/events/p2.ts': "import 'fast-check';" },
  'tests-stay-out-of-the-product': {
    'subgraphs/users/published/p3.ts': "import '../testing/people.ts';",
    'subgraphs/users/testing/people.ts': 'export const people = 1;',
    'chassis/events/p3.ts': "import '#chassis/testing/database';",
  },
  'kernel-is-earned': { 'kernel/lonely.ts': 'export const lonely = 1;' },
  'no-drawers': { 'chassis/events/p4.ts': "import '#chassis/utils/y';", 'chassis/utils/y.ts': 'export const y = 1;' },
  'no-circles': {
    'chassis/live/a.ts': "import './b.ts'; export const a = 1;",
    'chassis/live/b.ts': "import './a.ts'; export const b = 1;",
  },
  'everything-resolves': { 'chassis/events/p5.ts': "import '#kernel/nowhere';" },
};

/** Where one wrong import cannot help breaking a second rule too. */
export const ALSO: Readonly<Record<string, readonly string[]>> = {
  'neighbours-talk-by-events': ['main-reach'],
  'kernel-stands-alone': ['kernel-is-earned'],
  'tests-stay-out-of-the-product': ['published-reach'],
};
