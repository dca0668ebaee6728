import { parseArgs } from 'node:util';
import type { Pool } from 'pg';
import { resendTo, showOutgoing, unsubscribe } from './outgoing.ts';
import { replayParked, showParked, skipParked } from './parked.ts';

export const USAGE = `npm run events -- show <subgraph>
      what is parked at it, and how far it has served its consumers
npm run events -- replay <subgraph> <producer>/<aggregate>/<id> --reason "..."
      try a parked event again
npm run events -- skip <subgraph> <producer>/<aggregate>/<id> --reason "..."
      leave a parked event out, for good, and go on with the next
npm run events -- resend <producer> <consumer> --reason "..."
      send all that the outbox keeps again; what was done has no second effect
npm run events -- unsubscribe <producer> <consumer> --reason "..."
      forget a consumer that will not come back
--operator <name> says who you are when it is not the account of this machine. Everything but show is kept in road_audit.
`;

export interface EventsConsole {
  /** Signs in as the subgraph's role; throws when there is no such subgraph. */
  poolOf(subgraph: string): Pool;
  readonly operator: string;
}

/** The operator's commands. Exit codes: 0 done, 1 nothing to do, 2 not understood. */
export async function runEventsCommand(
  args: readonly string[],
  at: EventsConsole,
): Promise<{ code: number; text: string }> {
  const { positionals, values } = parsed(args);
  const [command, subgraph, target] = positionals;
  if (!command || !subgraph) return { code: 2, text: USAGE };
  if (command === 'show') return { code: 0, text: await shown(at.poolOf(subgraph)) };
  if (!target) return { code: 2, text: USAGE };
  if (!values.reason?.trim()) return { code: 2, text: 'Say why: --reason "..."\n' };
  const said = { operator: values.operator ?? at.operator, reason: values.reason };
  switch (command) {
    case 'replay':
    case 'skip': {
      const [producer, aggregate, ...id] = target.split('/');
      if (!producer || !aggregate || id.length === 0) return { code: 2, text: USAGE };
      const act = command === 'replay' ? replayParked : skipParked;
      const parked = { producer, aggregate, aggregateId: id.join('/'), ...said };
      return answer(await act(at.poolOf(subgraph), parked), `${target} is not parked at ${subgraph}`);
    }
    case 'resend':
    case 'unsubscribe': {
      const act = command === 'resend' ? resendTo : unsubscribe;
      return answer(
        await act(at.poolOf(subgraph), { consumer: target, ...said }),
        `${target} hears nothing of ${subgraph}`,
      );
    }
    default:
      return { code: 2, text: USAGE };
  }
}

function parsed(args: readonly string[]) {
  try {
    const options = { reason: { type: 'string' }, operator: { type: 'string' } } as const;
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch {
    return { positionals: [], values: {} as { reason?: string; operator?: string } };
  }
}

const answer = (done: boolean, otherwise: string): { code: number; text: string } =>
  done ? { code: 0, text: 'done\n' } : { code: 1, text: `${otherwise}\n` };

async function shown(pool: Pool): Promise<string> {
  const parked = (await showParked(pool)).map(
    (row) =>
      `  ${row.producer}/${row.aggregate}/${row.aggregateId}  since ${row.parkedAt.toISOString()}, ${row.waiting} waiting\n` +
      `    ${row.type} (sequence ${row.sequence}, event ${row.eventId}) in ${row.reaction}: ${row.error}\n`,
  );
  const outgoing = (await showOutgoing(pool)).map(
    (row) =>
      `  ${row.consumer} (${row.aggregate}): ${row.waiting} waiting` +
      `${row.oldestPlacedAt ? ` since ${row.oldestPlacedAt.toISOString()}` : ''}\n`,
  );
  const part = (title: string, lines: string[]): string => `${title}\n${lines.join('') || '  nothing\n'}`;
  return part('parked', parked) + part('consumers', outgoing);
}
