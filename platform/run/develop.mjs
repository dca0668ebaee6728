import { watch } from 'node:fs';
import { build } from './build.mjs';
import { started } from './child.mjs';
import { productNode } from './node.mjs';
import { progress } from './say.mjs';

const QUIET_MS = 300;

/** Compiles on every change of a source, and starts the product again once the compiler has been quiet for a moment. */
export async function develop(args) {
  await build();
  const compiler = started(productNode(), [
    'node_modules/typescript7/bin/tsc',
    ...['-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput'],
  ]);
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => (stopping = true));
  void compiler.ended.then(() => (stopping = true));

  let changed = () => {};
  let quiet;
  watch('dist', { recursive: true }, (_event, file) => {
    if (!file?.endsWith('.js') || file.startsWith('site')) return;
    clearTimeout(quiet);
    quiet = setTimeout(() => changed(), QUIET_MS);
  });

  let code = 0;
  while (!stopping) {
    const product = started(productNode(), args);
    const why = await Promise.race([
      product.ended,
      new Promise((resolve) => {
        changed = () => resolve('changed');
      }),
    ]);
    if (why === 'changed') {
      progress('sources changed: starting again');
      product.child.kill('SIGTERM');
      await product.ended;
    } else {
      code = why;
      if (stopping) break;
      progress(`the product ended (${code}): it starts again with the next change`);
      await Promise.race([compiler.ended, new Promise((resolve) => (changed = resolve))]);
    }
  }
  compiler.child.kill('SIGTERM');
  await compiler.ended;
  process.exitCode = code;
  process.exit(code); // the watcher has no end of its own
}
