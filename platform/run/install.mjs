import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { runToEnd } from './child.mjs';
import { progress, told } from './say.mjs';

/** Runs `npm ci` when what is installed is not what package-lock.json says. */
export async function install() {
  const why = reasonToInstall();
  if (why === null) return;
  if (existsSync('node_modules') && lstatSync('node_modules').isSymbolicLink()) {
    progress(`${why}, but node_modules is a link to somebody else's: leaving it alone`);
    return;
  }
  progress(`${why}: npm ci (a minute or two)`);
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--include=dev', '--include=optional'];
  const npm = process.env.npm_execpath;
  const code = npm?.endsWith('.js')
    ? await runToEnd(process.env.npm_node_execpath ?? process.execPath, [npm, ...args]) // not a Node that npm ci removes
    : await runToEnd(
        process.platform === 'win32' ? 'npm.cmd' : 'npm',
        args,
        {},
        { shell: process.platform === 'win32' },
      );
  if (code !== 0) throw told('npm ci failed: its lines above say why. Nothing was started.');
  progress('packages are installed');
}

/** npm keeps a copy of the lock file of what it installed: the two are compared package by package. */
function reasonToInstall() {
  if (!existsSync('node_modules')) return 'packages are not installed yet';
  const installed = lockOf('node_modules/.package-lock.json');
  if (!installed) return 'the last installation was not finished';
  for (const [place, wanted] of Object.entries(lockOf('package-lock.json') ?? {})) {
    if (place === '' || wanted.link) continue;
    const present = installed[place];
    if (!present && !wanted.optional && !wanted.devOptional && !wanted.peer)
      return `package-lock.json has changed (${place})`;
    if (present && present.version !== wanted.version) return `package-lock.json has changed (${place})`;
  }
  return null;
}

function lockOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
