import fs from 'node:fs';
import type { z } from 'zod';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Everything that is wrong with the settings, one sentence each; never a value, because a value may be a secret. */
export class BadSettings extends Error {
  override readonly name = 'BadSettings';
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(
      `${faults.length === 1 ? 'One setting is' : `${faults.length} settings are`} wrong:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    );
    this.faults = faults;
  }
}

/**
 * Reads the variables that `schema` names. An empty variable counts as not set, and `NAME_FILE` names a file that holds NAME (secrets
 * of Docker and Kubernetes). The description of a field (`.describe(...)`) ends the sentence about its fault.
 * @throws BadSettings with all faults at once
 */
export function readSettings<Schema extends z.ZodObject>(
  schema: Schema,
  env: Environment = process.env,
): z.output<Schema> {
  const faults: string[] = [];
  const values: Record<string, string> = {};
  const unread = new Set<string>();
  for (const name of Object.keys(schema.shape)) {
    try {
      const value = valueOf(name, env);
      if (value !== undefined) values[name] = value;
    } catch (error) {
      unread.add(name);
      faults.push((error as Error).message);
    }
  }
  const parsed = schema.safeParse(values);
  for (const issue of parsed.error?.issues ?? []) {
    const name = issue.path.join('.');
    if (!unread.has(name)) faults.push(sentence(schema, name, issue.message, name in values));
  }
  if (faults.length > 0 || !parsed.success) throw new BadSettings(faults);
  return parsed.data;
}

function valueOf(name: string, env: Environment): string | undefined {
  const direct = env[name] === '' ? undefined : env[name];
  const file = env[`${name}_FILE`];
  if (!file) return direct;
  if (direct !== undefined) throw new Error(`${name} and ${name}_FILE are both set: keep one.`);
  try {
    const text = fs.readFileSync(file, 'utf8').trim();
    return text === '' ? undefined : text;
  } catch (error) {
    throw new Error(`${name}_FILE names ${file}, which cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

function sentence(schema: z.ZodObject, name: string, message: string, given: boolean): string {
  const meaning = (schema.shape[name] as z.ZodType | undefined)?.description;
  const what = meaning ? ` It is ${meaning}.` : '';
  if (name === '') return message;
  return given ? `${name} is wrong: ${message.replace(/\.$/, '')}.${what}` : `${name} is missing.${what}`;
}
