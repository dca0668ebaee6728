import fs from 'node:fs';
import { LegacyFakeTimers, ModernFakeTimers } from '@jest/fake-timers';
import { ModuleMocker } from 'jest-mock';
import type JestRuntime from 'jest-runtime';
import { HERE } from './here.ts';

type Config = ConstructorParameters<typeof JestRuntime.default>[0];

/** Events of the process to which a test file, or what it starts, may listen. */
const EVENTS = [
  'beforeExit',
  'exit',
  'uncaughtException',
  'unhandledRejection',
  'SIGHUP',
  'SIGINT',
  'SIGTERM',
] as const;

/** What jest's own modules ask the realm of a test for, in case that a test replaced it. */
const KEPT_FOR_JEST: readonly [string | symbol, unknown][] = [
  [Symbol.for('jest-native-promise'), Promise],
  [Symbol.for('jest-native-now'), Date.now.bind(Date)],
  [Symbol.for('jest-native-read-file'), fs.readFileSync.bind(fs)],
  [Symbol.for('jest-native-write-file'), fs.writeFileSync.bind(fs)],
  [Symbol.for('jest-native-exists-file'), fs.existsSync.bind(fs)],
  ['jest-symbol-do-not-touch', Symbol],
];

/**
 * Test files run in the realm of their worker, one after the other, so that packages are loaded once per worker. What a file leaves behind
 * is taken away when it ends: globals (packages register our classes there), spies, fake timers, settings and listeners of the process.
 */
export class RealmEnvironment {
  readonly global = globalThis;
  readonly moduleMocker = new ModuleMocker(globalThis);
  readonly fakeTimers: LegacyFakeTimers<NodeJS.Timeout>;
  readonly fakeTimersModern: ModernFakeTimers;
  readonly #conditions: string[];
  readonly #before = {
    globals: new Set(Reflect.ownKeys(globalThis)),
    console: globalThis.console,
    exit: process.exit,
    env: { ...process.env },
    listeners: new Map(EVENTS.map((event) => [event, new Set(process.listeners(event as 'exit'))])),
  };

  constructor({ projectConfig: config }: { readonly projectConfig: Config }) {
    const { global, moduleMocker } = this;
    this.#conditions = config.testEnvironmentOptions['customExportConditions'] as string[];
    for (const [key, value] of KEPT_FOR_JEST) Object.defineProperty(global, key, { value, configurable: true });
    Object.assign(global, config.globals); // `--globals '{"SEED":7}'`
    const timerConfig = { idToRef: (id: number) => id as unknown as NodeJS.Timeout, refToId: Number };
    this.fakeTimers = new LegacyFakeTimers({ config, global, moduleMocker, timerConfig });
    this.fakeTimersModern = new ModernFakeTimers({ config, global });
  }

  async setup(): Promise<void> {}

  async teardown(): Promise<void> {
    this.fakeTimers.dispose();
    this.fakeTimersModern.dispose();
    this.moduleMocker.restoreAllMocks();
    this.#takeBackProcess();
    for (const key of Reflect.ownKeys(globalThis)) {
      const added = !this.#before.globals.has(key);
      if (added && Object.getOwnPropertyDescriptor(globalThis, key)?.configurable)
        Reflect.deleteProperty(globalThis, key);
    }
    globalThis.console = this.#before.console;
  }

  #takeBackProcess(): void {
    const { exit, env, listeners } = this.#before;
    process.exit = exit;
    for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
    Object.assign(process.env, env);
    for (const [event, earlier] of listeners) {
      for (const listener of process.listeners(event as 'exit'))
        if (!earlier.has(listener)) process.off(event, listener);
    }
  }

  exportConditions(): string[] {
    return this.#conditions;
  }

  getVmContext(): typeof HERE {
    return HERE;
  }
}
