import { hkdfSync, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { PlainFault } from './plain-fault.ts';

const Kept = z.object({ master: z.string().min(32), postgres: z.string().min(32) });

export interface Secrets {
  /** What every other key is derived from. */
  readonly master: string;
  /** Of the embedded PostgreSQL's superuser. */
  readonly postgres: string;
  /** 32 bytes for one purpose, the same at every start. */
  derive(purpose: string): Buffer;
}

/** Reads DATA_DIR/secrets.json, made at the first start, readable by its owner only; a given master secret stands before its own. */
export function openSecrets(dataFolder: string, givenMaster?: string): Secrets {
  const file = path.join(dataFolder, 'secrets.json');
  if (!fs.existsSync(file)) {
    const draft = `${file}.${process.pid}`;
    const random = { master: randomBytes(32).toString('hex'), postgres: randomBytes(32).toString('hex') };
    fs.writeFileSync(draft, `${JSON.stringify(random, null, 2)}\n`, { mode: 0o600 });
    fs.renameSync(draft, file);
  }
  const kept = read(file);
  const master = givenMaster ?? kept.master;
  return {
    master,
    postgres: kept.postgres,
    derive: (purpose) => Buffer.from(hkdfSync('sha256', master, 'venture-os', purpose, 32)),
  };
}

function read(file: string): z.output<typeof Kept> {
  try {
    fs.chmodSync(file, 0o600);
    return Kept.parse(JSON.parse(fs.readFileSync(file, 'utf8')));
  } catch {
    throw new PlainFault(
      `${file} cannot be read as the secrets of this data folder. Bring back the original: without it the database is closed and what is sealed in it is lost.`,
    );
  }
}
