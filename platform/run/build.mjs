import { existsSync, readdirSync, rmSync } from 'node:fs';
import { runToEnd } from './child.mjs';
import { productNode } from './node.mjs';
import { progress, told } from './say.mjs';

const COMPILER = 'node_modules/typescript7/bin/tsc';
const PLAYGROUND = 'gateway/site/playground/build.ts';

/** The product and the playground; both do nothing when their sources have not changed. */
export async function build() {
  await Promise.all([buildOnly(), buildPlayground()]);
}

/** The product alone. */
export async function buildOnly() {
  if (!(await compile())) throw told('The build failed: the lines above say where. Nothing was started.');
}

/** True when it compiled; the compiler has told why not. */
export async function compile() {
  // Without its output the compiler's memory of it would say that there is nothing to do.
  if (!existsSync('dist/platform')) rmSync('dist/.tsbuildinfo', { force: true });
  forgetRemovedSubgraphs();
  const before = performance.now();
  const code = await runToEnd(productNode(), [COMPILER, '-p', 'tsconfig.build.json']);
  if (code === 0) progress(`built in ${((performance.now() - before) / 1000).toFixed(1)} s`);
  return code === 0;
}

async function buildPlayground() {
  if (!existsSync(PLAYGROUND)) return;
  const code = await runToEnd(productNode(), ['--disable-warning=ExperimentalWarning', PLAYGROUND], {}, { stdout: 2 });
  if (code !== 0) throw told('The build of the playground failed: the lines above say where. Nothing was started.');
}

/** The folders of dist/subgraphs are mounted as they are found: one whose source is gone must go too. */
function forgetRemovedSubgraphs() {
  if (!existsSync('dist/subgraphs')) return;
  for (const name of readdirSync('dist/subgraphs')) {
    if (!existsSync(`subgraphs/${name}`)) rmSync(`dist/subgraphs/${name}`, { recursive: true });
  }
}
