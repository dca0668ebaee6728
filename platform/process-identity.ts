import fs from 'node:fs';
import { spawnSync } from 'node:child_process';

/** True while a process of this id exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** When the process started, in the words of the system: a pid is used again, a pid with its start time is not. Empty when unknown. */
export function startOf(pid: number): string {
  if (process.platform === 'linux') {
    const boot = readOr('/proc/sys/kernel/random/boot_id');
    // The second field is the command in parentheses and may hold spaces; the start time is field 22.
    const ticks =
      readOr(`/proc/${pid}/stat`)
        .replace(/^.*\) /s, '')
        .split(' ')[19] ?? '';
    return ticks === '' ? '' : `${boot.trim()}/${ticks}`;
  }
  return process.platform === 'win32' ? '' : psField(pid, 'lstart=');
}

/** The command line of a process, or an empty text. */
export function commandOf(pid: number): string {
  if (process.platform === 'linux') return readOr(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
  return process.platform === 'win32' ? '' : psField(pid, 'command=');
}

function psField(pid: number, field: string): string {
  return spawnSync('ps', ['-o', field, '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? '';
}

function readOr(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
