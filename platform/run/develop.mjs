import { existsSync, watch } from 'node:fs';
import { build, compile } from './build.mjs';
import { started } from './child.mjs';
import { productNode } from './node.mjs';
import { progress } from './say.mjs';

const SOURCES = ['kernel', 'chassis', 'subgraphs', 'gateway', 'platform', 'schema'];
const OF_INTEREST = /(?<!\.test)\.(ts|graphql|json)$/;
const QUIET_MS = 200;

/**
 * Runs the product, compiles after every change of a source and starts it again when that worked. The compiler runs anew each time
 * (it is incremental): the watch mode of TypeScript 7 does not write what it compiled.
 */
export async function develop(args) {
  await build();
  let stopping = false;
  let changed = () => {};
  let quiet;
  const watchers = SOURCES.filter((folder) => existsSync(folder)).map((folder) =>
    watch(folder, { recursive: true }, (_event, file) => {
      if (!OF_INTEREST.test(file ?? '')) return;
      clearTimeout(quiet);
      quiet = setTimeout(() => changed('changed'), QUIET_MS);
    }),
  );
  const nextChange = () => new Promise((resolve) => (changed = resolve));
  for (const signal of ['SIGTERM', 'SIGINT']) {
    process.on(signal, () => {
      stopping = true;
      changed('stop');
    });
  }

  let code = 0;
  while (!stopping) {
    const product = started(productNode(), args);
    const ended = product.ended.then((status) => (code = status));
    let built = false;
    while (!stopping && !built) {
      const why = await Promise.race([nextChange(), ended.then(() => 'ended')]);
      if (why === 'ended' && !stopping) {
        progress(`the product ended (${code}): it starts again after the next change`);
        await nextChange();
      }
      if (!stopping) built = await compile();
    }
    if (!stopping) progress('sources changed: starting again');
    product.child.kill('SIGTERM');
    await ended;
  }
  for (const watcher of watchers) watcher.close();
  return code;
}
