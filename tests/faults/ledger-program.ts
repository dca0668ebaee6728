// One replica's lane into the ledger, as a process of its own: what the test of this folder kills. It answers over the channel to its parent.
import { clockAt } from '#kernel/clock';
import { newId } from '#kernel/id';
import { isRefusal } from '#kernel/refusal';
import { OwnConnection } from '#chassis/storage/own-connection';
import { SettlingLane } from '#subgraphs/buz/actions/settle-in-lane';

export interface Request {
  readonly number: number;
  readonly from: string;
  readonly to: string;
  /** Units, as text. */
  readonly amount: string;
  readonly key: string;
}

export interface Answer {
  readonly number: number;
  /** The name of the refusal, or of the fault. */
  readonly refused?: string;
  readonly transferId?: string;
}

const log = { debug() {}, info() {}, warn() {}, error() {}, child: () => log };
const lane = new SettlingLane({
  connections: [1, 2].map(() => new OwnConnection(process.argv[2]!, log, 'buz')),
  clock: clockAt('2026-01-05T09:00:00Z'),
  wallMs: Date.now,
  log,
  ring() {},
});

async function answerTo({ number, from, to, amount, key }: Request): Promise<Answer> {
  const once = { scope: from, key };
  const asking = { userId: from, requestId: key, deadline: Date.now() + 5_000, nonce: '' };
  try {
    const [outcome] = await lane.settle(
      [{ kind: 'SEND', type: 'TRANSFER', id: newId(), actorId: from, once, from, to, amount: BigInt(amount) }],
      asking,
    );
    return isRefusal(outcome) ? { number, refused: outcome.name } : { number, transferId: outcome!.transfer.id };
  } catch (fault) {
    return { number, refused: `fault: ${String(fault)}` };
  }
}

process.on('message', (request: Request) => void answerTo(request).then((answer) => process.send!(answer)));
process.on('disconnect', () => process.exit(0));
process.send!({ number: -1 });
