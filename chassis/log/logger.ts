import pino from 'pino';
import type { Log } from './log.ts';
import { redact, scrub } from './redact.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface LoggerOptions {
  /** Which process or subgraph speaks. */
  readonly name: string;
  readonly level?: LogLevel;
  /** One JSON object per line for machines (the default), or one short line for a person. */
  readonly form?: 'json' | 'text';
  /** Standard error by default, so that standard output stays for what a command answers. */
  write?(line: string): void;
}

/** The Log port on pino: nothing that it is given can carry a secret out (chassis/log/redact). */
export function createLogger(options: LoggerOptions): Log {
  const out = options.write ?? ((line: string): void => void process.stderr.write(line));
  const write = options.form === 'text' ? (line: string): void => out(shortLine(line)) : out;
  const root = pino(
    {
      level: options.level ?? 'info',
      base: { name: options.name },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      // Errors come as plain copies already: pino's own serializer would look for an instance.
      serializers: { err: (error: unknown) => error },
    },
    { write },
  );
  return redacting(root);
}

/** Cleans at the port itself: pino formats the fields of a child on another path than those of a line. */
function redacting(inner: pino.Logger): Log {
  const clean = (fields: object): Record<string, unknown> =>
    redact(fields instanceof Error ? { err: fields } : fields) as Record<string, unknown>;
  const at =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (fields: object, message?: string): void => {
      if (inner.isLevelEnabled(level)) inner[level](clean(fields), message === undefined ? undefined : scrub(message));
    };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (fields) => redacting(inner.child(clean(fields))),
  };
}

function shortLine(line: string): string {
  const { time, level, name, msg, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const rest = Object.entries(fields).map(
    ([key, value]) => ` ${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return `${String(time).slice(11, 23)} ${String(level).padEnd(5)} ${String(name)}${msg === undefined ? '' : ` ${String(msg)}`}${rest.join('')}\n`;
}
