import type { SubgraphEndpoint } from '#chassis/mount/endpoint';
import type { Log } from '#chassis/log/log';
import type { Route } from '../front/routes.ts';
import type { Snapshot } from '../graph/snapshot.ts';
import type { Supergraph } from '../graph/supergraph.ts';
import type { RateLimits } from '../guard/rate-limits.ts';
import type { Authenticator } from '../identity/authenticate.ts';
import type { SessionBook } from '../identity/session-book.ts';
import { opening } from '../opening.ts';
import { FileKeys } from './file-keys.ts';
import { Intake } from './intake/intake.ts';
import type { Pace } from './intake/upload-pace.ts';
import { HandOver } from './mutations/hand-over.ts';
import { uploadFields, type UploadField } from './mutations/upload-fields.ts';
import { FileOwners } from './owners.ts';
import { FileRecords, openFileDatabase } from './records/records.ts';
import { UploadTickets } from './records/tickets.ts';
import { Removal } from './removal.ts';
import { downloadRoute } from './routes/download-route.ts';
import { ticketRoute } from './routes/ticket-route.ts';
import { uploadRoute } from './routes/upload-route.ts';
import type { FileSettings } from './settings.ts';
import { diskStore } from './storage/disk.ts';
import type { FileStore } from './storage/file-store.ts';
import { Sweep } from './sweep.ts';

export interface FileDoorParts {
  readonly settings: FileSettings;
  readonly endpoints: Readonly<Record<string, SubgraphEndpoint>>;
  readonly authenticator: Authenticator;
  readonly sessions: SessionBook;
  readonly rates: RateLimits;
  readonly supergraph: Supergraph;
  readonly log: Log;
  /** Tests wait for less. */
  readonly pace?: Pace;
}

/** Everything that the door does with files. */
export interface FileDoor {
  readonly handOver: HandOver;
  readonly sweep: Sweep;
  readonly routes: Readonly<Record<string, Route>>;
  /** Throws when files cannot be kept. */
  check(): Promise<void>;
  stop(): Promise<void>;
}

/** Rejects, with nothing left open, when the database cannot be reached or nothing can be stored. */
export function openFiles(parts: FileDoorParts): Promise<FileDoor> {
  return opening(async (rooms) => {
    const { settings, rates, log, authenticator } = parts;
    const pool = await openFileDatabase(settings.databaseUrl, log);
    rooms.add({ stop: () => pool.end() });
    const store = await storeOf(settings);
    rooms.add({ stop: () => store.close() });
    const records = new FileRecords(pool, settings.quotaBytes);
    const tickets = new UploadTickets(pool);
    const keys = new FileKeys(settings.masterSecret);
    const owners = new FileOwners(parts.endpoints);
    const intake = new Intake(records, store, log);
    const removal = new Removal(records, store, owners);
    const sweep = new Sweep(records, tickets, removal, log);
    const upload = uploadRoute({ ...parts, tickets, intake, keys });
    const download = downloadRoute({ authenticator, rates, records, owners, store, keys });
    await store.check();
    rooms.add(sweep).start();
    return {
      handOver: new HandOver({ records, intake, removal, keys, rates, log }),
      sweep,
      routes: {
        'POST /files/tickets': ticketRoute({
          authenticator,
          rates,
          tickets,
          purposes: () => purposesOf(parts.supergraph.snapshot),
        }),
        'POST /files': upload,
        'PUT /files': upload,
        'GET /files/*': download,
        'HEAD /files/*': download,
      },
      check: () => store.check(),
    };
  });
}

const purposesBySnapshot = new WeakMap<Snapshot, ReadonlyMap<string, UploadField>>();

/** By its name: each purpose that the graph takes files for, and whose they become. */
function purposesOf(snapshot: Snapshot): ReadonlyMap<string, UploadField> {
  let purposes = purposesBySnapshot.get(snapshot);
  if (!purposes) {
    purposes = new Map([...uploadFields(snapshot.sdl).values()].map((field) => [field.purpose.name, field]));
    purposesBySnapshot.set(snapshot, purposes);
  }
  return purposes;
}

async function storeOf({ store }: FileSettings): Promise<FileStore> {
  if (store.kind === 'disk') return diskStore(store.folder);
  const { s3Store } = await import('./storage/s3.ts'); // the client of AWS is loaded where it is used
  return s3Store(store);
}
