import fs from 'node:fs';
import { lockFolder, type FolderLock } from './folder-lock.ts';
import { PlainFault } from './plain-fault.ts';

/** Makes DATA_DIR, proves that we can read and write in it, and keeps it for this process. */
export async function openDataFolder(folder: string, say: (line: string) => void): Promise<FolderLock> {
  try {
    fs.mkdirSync(folder, { recursive: true });
    fs.readdirSync(folder);
    fs.accessSync(folder, fs.constants.R_OK | fs.constants.W_OK | fs.constants.X_OK);
  } catch (error) {
    throw new PlainFault(
      `The data folder ${folder} cannot be used: ${reason(error)}. Repair it, or set DATA_DIR to another folder.`,
    );
  }
  return lockFolder(folder, 'The data folder', say);
}

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EEXIST' || code === 'ENOTDIR') return 'it, or something on the way to it, is a file';
  if (code === 'EACCES' || code === 'EPERM') {
    return process.getuid ? `user ${process.getuid()} may not read and write there` : 'we may not read and write there';
  }
  if (code === 'EROFS') return 'the file system is read-only';
  return message;
}
