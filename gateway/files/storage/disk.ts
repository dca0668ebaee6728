import { mkdir, open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { NoSuchFile, type FileStore } from './file-store.ts';
import { checkedKey } from './key.ts';
import { Measured } from './measured.ts';

/** Files below one folder, two levels deep. A name appears when all of its bytes are on the disk, and not before. */
export function diskStore(folder: string): FileStore {
  const folderOf = (key: string) => join(folder, key.slice(0, 2), key.slice(2, 4));
  const pathOf = (key: string) => join(folderOf(checkedKey(key)), key);
  return {
    async put(key, source) {
      const path = pathOf(key);
      await mkdir(folderOf(key), { recursive: true, mode: 0o700 });
      const measured = new Measured();
      try {
        await write(`${path}.part`, measured.through(source));
        await rename(`${path}.part`, path);
      } catch (error) {
        await rm(`${path}.part`, { force: true });
        throw error;
      }
      await settleFolder(folderOf(key));
      return measured.result();
    },
    async get(key, range) {
      const file = await open(pathOf(key), 'r').catch(missing);
      return file.createReadStream(range ? { start: range.start, end: range.end } : {});
    },
    async head(key) {
      const found = await stat(pathOf(key)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      });
      return found && { size: found.size };
    },
    async delete(key) {
      const path = pathOf(key);
      await Promise.all([rm(path, { force: true }), rm(`${path}.part`, { force: true })]);
    },
    async check() {
      await mkdir(folder, { recursive: true, mode: 0o700 });
    },
    close: () => Promise.resolve(),
  };
}

async function write(path: string, source: AsyncIterable<Buffer>): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of source) await writeAll(file, chunk);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function writeAll(file: FileHandle, chunk: Buffer): Promise<void> {
  for (let at = 0; at < chunk.length;) at += (await file.write(chunk, at)).bytesWritten;
}

/** A new name is safe when its folder is, too. */
async function settleFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function missing(error: NodeJS.ErrnoException): never {
  if (error.code === 'ENOENT') throw new NoSuchFile('There are no bytes under this key.');
  throw error;
}
