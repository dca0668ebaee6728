import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { PlainFault } from '../plain-fault.ts';
import { canEnter, give, type ServerUser } from './server-user.ts';

const PRODUCT = 'venture-os';
const POINTER = 'postgres.path';

/** Where PostgreSQL keeps its files for one data folder. */
export interface Home {
  /** Ours: the lock, the log. */
  readonly folder: string;
  /** PostgreSQL's own: 0700 of the user who runs it. */
  readonly data: string;
}

/**
 * `DATA_DIR/postgres`, unless PostgreSQL runs as another user who cannot enter there (root, below a 0700 parent): then
 * `/var/lib/venture-os/<name>-<random>`, or the same below a told folder, and DATA_DIR keeps a pointer to it.
 */
export function homeOf(dataFolder: string, user: ServerUser, told?: string): Home {
  const pointer = path.join(dataFolder, POINTER);
  if (fs.existsSync(pointer)) return pointedHome(pointer);
  const inside = path.join(dataFolder, 'postgres');
  if (!told && (fs.existsSync(path.join(inside, 'data', 'PG_VERSION')) || canEnter(user, dataFolder))) {
    return prepared(inside, user);
  }
  // never the same twice: who deletes DATA_DIR begins anew, and must not meet the database that its secrets no longer open
  const name = `${path.basename(dataFolder).replace(/[^\w-]/g, '')}-${crypto.randomBytes(8).toString('hex')}`;
  const home = prepared(path.join(outsideBase(told), name), user);
  fs.writeFileSync(pointer, `${home.folder}\n`, { mode: 0o600 });
  return home;
}

/** The folder for what lies outside DATA_DIR: data and copies of the binaries. */
export function outsideBase(told?: string): string {
  const base = told ?? path.join('/var/lib', PRODUCT);
  enterable(base);
  return base;
}

function pointedHome(pointer: string): Home {
  const folder = fs.readFileSync(pointer, 'utf8').trim();
  if (!fs.existsSync(path.join(folder, 'data'))) {
    throw new PlainFault(
      `${pointer} says that the database lies in ${folder}, but it is not there. Bring it back, or delete ${pointer} to begin with an empty one.`,
    );
  }
  return { folder, data: path.join(folder, 'data') };
}

function prepared(folder: string, user: ServerUser): Home {
  const data = path.join(folder, 'data');
  enterable(folder);
  if (!fs.existsSync(data)) {
    fs.mkdirSync(data, { mode: 0o700 });
    give(user, data);
  }
  return { folder, data };
}

/** A folder that others may pass through, whatever our umask is. */
function enterable(folder: string): void {
  if (fs.existsSync(folder)) return;
  fs.mkdirSync(folder, { recursive: true });
  fs.chmodSync(folder, 0o755);
}
