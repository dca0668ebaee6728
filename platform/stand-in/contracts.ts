import fs from 'node:fs';
import type { EventContract } from '#kernel/event';
import { PlainFault } from '../plain-fault.ts';

const FOLDER = new URL('../../subgraphs/', import.meta.url);
const EXTENSION = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

/** The contract of an event by its type, out of the published rooms, of businesses that moved in and of those that did not. @throws PlainFault */
export async function contractOf(type: string): Promise<EventContract<unknown>> {
  const found = (await contracts()).find((contract) => contract.type === type);
  if (!found) throw new PlainFault(`No published event is called ${type || '(nothing)'}: docs/events.md lists them.`);
  return found as EventContract<unknown>;
}

async function contracts(): Promise<EventContract[]> {
  const files = fs.readdirSync(FOLDER).flatMap((name) => {
    const room = new URL(`${name}/published/`, FOLDER);
    if (!fs.existsSync(room)) return [];
    return fs
      .readdirSync(room)
      .filter((file) => file.endsWith(`.events.${EXTENSION}`))
      .map((file) => new URL(file, room).href);
  });
  const modules = await Promise.all(files.map((file) => import(file) as Promise<Record<string, unknown>>));
  return modules.flatMap((module) => Object.values(module).filter(isContract));
}

function isContract(value: unknown): value is EventContract {
  return typeof value === 'object' && value !== null && 'aggregate' in value && 'body' in value && 'when' in value;
}
