import fs from 'node:fs';
import { spawnSync } from 'node:child_process';
import { PlainFault } from '../plain-fault.ts';

/** Who PostgreSQL runs as. Empty: as ourselves. */
export interface ServerUser {
  readonly uid?: number;
  readonly gid?: number;
}

/** PostgreSQL refuses to run as root, so root lends it to `postgres` or, failing that, to `nobody`. */
export function serverUser(): ServerUser {
  if (process.getuid?.() !== 0) return {};
  const accounts = fs
    .readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const account = accounts.find((fields) => fields[0] === name);
    if (account) return { uid: Number(account[2]), gid: Number(account[3]) };
  }
  throw new PlainFault(
    'PostgreSQL does not run as root, and there is no account "postgres" or "nobody" to lend it to: start as another user.',
  );
}

/** Root starts an existing cluster as its owner, whoever made it; anyone else runs as himself. */
export function ownerOf(data: string, otherwise: ServerUser): ServerUser {
  if (otherwise.uid === undefined || !fs.existsSync(data)) return otherwise;
  const { uid, gid } = fs.statSync(data);
  return uid === 0 ? otherwise : { uid, gid };
}

/** Asks the system itself, because modes, owners, groups and mounts together decide. */
export function canEnter(user: ServerUser, folder: string): boolean {
  if (user.uid === undefined) return true;
  return spawnSync('/bin/sh', ['-c', 'cd "$0" 2>/dev/null', folder], { ...user, cwd: '/' }).status === 0;
}

export function give(user: ServerUser, file: string): void {
  if (user.uid !== undefined) fs.chownSync(file, user.uid, user.gid!);
}
