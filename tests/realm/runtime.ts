import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type JestRuntime from 'jest-runtime';
import { importIn, type TestRun } from './own-modules.ts';

// what it exports carries a default in a default: Node hands over the outer one
const { default: Runtime } = createRequire(import.meta.url)('jest-runtime') as typeof JestRuntime;

let runs = 0;

/** Jest's runtime, except that a test file and what it imports are loaded by Node (own-modules.ts). */
export class RealmRuntime extends Runtime {
  readonly #run: Omit<TestRun, 'globals'>;

  constructor(...given: ConstructorParameters<typeof JestRuntime.default>) {
    super(...given);
    const [, , , transformer] = given;
    this.#run = { number: ++runs, transformer, sourceMaps: new Map() };
  }

  override getSourceMaps(): Map<string, string> {
    return this.#run.sourceMaps;
  }

  override unstable_importModule(file: string): Promise<never> {
    const globals = this.requireModuleOrMock<Record<string, unknown>>(file, '@jest/globals');
    return importIn({ ...this.#run, globals }, pathToFileURL(file)) as Promise<never>;
  }
}
