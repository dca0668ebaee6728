// One side of the event road, or both, as a process of its own: what road-kills kills.
import http from 'node:http';
import pg from 'pg';
import { HttpBus } from '#chassis/events/http-bus';
import { roadDesk } from '#chassis/events/http-desk';
import { LocalBus } from '#chassis/events/local-bus';
import { openRoad } from '#chassis/events/road';
import { OutboxProducer } from '#chassis/testing/producer';
import { COUNTED, countInto, pairSeal, quick, reactionOn, SILENT } from '#chassis/testing/road-town';

export interface RoadProgram {
  readonly bus: 'local' | 'http';
  readonly sides: readonly { name: string; url: string; port: number; hears: boolean }[];
  readonly peers: Readonly<Record<string, string>>;
  /** Tells into the first side's outbox without an end. */
  readonly tells: boolean;
}

const AGGREGATES = 12;
const program = JSON.parse(process.argv[2]!) as RoadProgram;
const local = new LocalBus();

for (const { name, url, port, hears } of program.sides) {
  const pool = new pg.Pool({ connectionString: url, max: 8 });
  const seal = pairSeal(name, 'kills');
  const bus = program.bus === 'local' ? local : new HttpBus({ name, peers: program.peers, seal });
  const reactions = hears ? [reactionOn(COUNTED, countInto)] : [];
  const road = openRoad({
    name,
    pool,
    bus,
    reactions,
    live: [],
    log: SILENT,
    resumeKey: Buffer.alloc(32),
    pace: quick(),
    runReaction: (reaction, event, connection) => (reaction as (typeof reactions)[number]).work(connection, event),
  });
  bus.join(road);
  if (program.bus === 'http') {
    const desk = roadDesk(road, seal.unseal, SILENT);
    http.createServer((request, response) => void desk(request, response)).listen(port, '127.0.0.1');
  }
  await road.start();
  if (program.tells && !hears) {
    const producer = new OutboxProducer(name, pool);
    for (const start of [0, 3, 7]) void tellForEver(producer, start, () => road.ring());
  }
}
process.stdout.write('up\n');

/** Short transactions, some held open for a while, some rolled back, so that a kill finds every state. */
async function tellForEver(producer: OutboxProducer, start: number, ring: () => void): Promise<void> {
  for (let n = start; ; n++) {
    const told = producer.tell(COUNTED, `thing-${n % AGGREGATES}`, { n }, async () => {
      await new Promise((resolve) => setTimeout(resolve, n % 7));
      if (n % 11 === 0) throw new Error('rolled back');
    });
    await told.then(ring, () => {});
  }
}
