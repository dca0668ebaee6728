import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** A folder with the launcher in it, two lock files, and an npm that only writes down what it was asked. */
let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'run-'));
  fs.cpSync('platform/run.mjs', path.join(folder, 'platform/run.mjs'));
  fs.cpSync('platform/run', path.join(folder, 'platform/run'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'package.json'), '{"type":"commonjs"}'); // whatever lies above the temporary folder
  fs.writeFileSync(
    path.join(folder, 'npm.js'),
    "require('fs').writeFileSync('asked', process.argv.slice(2).join(' ')); process.exit(9)",
  );
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

function locks(wanted: Record<string, object>, installed?: Record<string, object>): void {
  fs.writeFileSync(path.join(folder, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...wanted } }));
  if (!installed) return;
  fs.mkdirSync(path.join(folder, 'node_modules'));
  fs.writeFileSync(path.join(folder, 'node_modules/.package-lock.json'), JSON.stringify({ packages: installed }));
}

function run(verb: string, node: string[] = []): { status: number | null; said: string; asked: string | undefined } {
  const { status, stderr } = spawnSync(process.execPath, [...node, path.join(folder, 'platform/run.mjs'), verb], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], npm_execpath: path.join(folder, 'npm.js') },
  });
  const asked = path.join(folder, 'asked');
  return { status, said: stderr, asked: fs.existsSync(asked) ? fs.readFileSync(asked, 'utf8') : undefined };
}

const A1 = { 'node_modules/a': { version: '1.0.0' } };

describe('what stands before the product', () => {
  test('a Node that is too old is told which one is needed, without a stack', () => {
    const old = `data:text/javascript,Object.defineProperty(process,'versions',{value:{node:'18.20.0'}});Object.defineProperty(process,'version',{value:'v18.20.0'})`;
    const { status, said } = run('start', ['--import', old]);
    expect(status).toBe(1);
    expect(said).toContain('This is Node v18.20.0, and Node 20 or newer is needed');
    expect(said).not.toContain('    at ');
  });

  test('an unknown verb lists those that exist', () => {
    expect(run('strat')).toMatchObject({ status: 2, said: expect.stringContaining('start | apart | dev') });
  });

  test.each([
    ['nothing is installed', A1, undefined],
    ['a version differs', A1, { 'node_modules/a': { version: '0.9.0' } }],
    ['a package is missing', { ...A1, 'node_modules/b': { version: '1.0.0' } }, A1],
  ])('%s: npm ci runs, and its failure stops the start', (_what, wanted, installed) => {
    locks(wanted, installed);
    const { status, said, asked } = run('start');
    expect(asked).toMatch(/^ci .*--include=optional/);
    expect(status).toBe(1);
    expect(said).toContain('npm ci failed');
  });

  test('what is installed already is not installed again; packages for other systems are not missed', () => {
    locks({ ...A1, 'node_modules/for-windows': { version: '1.0.0', optional: true } }, A1);
    expect(run('start').asked).toBeUndefined();
  });

  test("somebody else's node_modules, reached by a link, are never replaced", () => {
    const theirs = path.join(folder, 'theirs');
    fs.mkdirSync(theirs);
    fs.symlinkSync(theirs, path.join(folder, 'node_modules'));
    locks(A1);
    expect(run('start').asked).toBeUndefined();
    expect(fs.lstatSync(path.join(folder, 'node_modules')).isSymbolicLink()).toBe(true);
  });
});

test('exit code and signals pass through to the product', async () => {
  const product = "process.on('SIGTERM', () => process.exit(7)); setInterval(() => {}, 1000); console.log('up')";
  const launcher = `import { runToEnd } from ${JSON.stringify(pathToFileURL('platform/run/child.mjs').href)};
    process.exitCode = await runToEnd(process.execPath, ['-e', ${JSON.stringify(product)}]);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', launcher], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([7, null]);
});

test('when npm or its shell dies, the product is told once: a second signal would mean "at once"', async () => {
  const told = path.join(folder, 'told');
  const product = `let times = 0; setInterval(() => {}, 1000);
    process.on('SIGTERM', () => { if (++times === 1) setTimeout(() => { require('fs').writeFileSync(${JSON.stringify(told)}, String(times)); process.exit(0); }, 1200); });
    console.log('up')`;
  const launcher = path.join(folder, 'launcher.mjs');
  fs.writeFileSync(
    launcher,
    `import { runToEnd } from ${JSON.stringify(pathToFileURL('platform/run/child.mjs').href)};
    await runToEnd(process.execPath, ['-e', ${JSON.stringify(product)}]);`,
  );
  const shell = spawn('/bin/sh', ['-c', `"${process.execPath}" "${launcher}"; true`], {
    env: { PATH: process.env['PATH'], npm_lifecycle_event: 'start' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(shell.stdout, 'data');
  shell.kill('SIGKILL');
  await once(shell.stdout, 'close'); // the product held it open
  expect(fs.readFileSync(told, 'utf8')).toBe('1');
});
