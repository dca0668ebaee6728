import { DoorAccess } from './access/door-access.ts';
import type { Policies } from './access/rules.ts';
import { UploadFinder } from './files/mutations/find-uploads.ts';
import { guardUploadScalar } from './files/mutations/slot.ts';
import { uploadFields } from './files/mutations/upload-fields.ts';
import type { Snapshot } from './graph/snapshot.ts';
import { OperationCosts } from './guard/cost/operation-costs.ts';
import { DocumentCache } from './guard/document-cache.ts';
import { OneMoneyAct } from './guard/one-money-act.ts';

/** What the door reads from one supergraph, and what it has checked against it: swapped as a whole. */
export interface Serving {
  readonly snapshot: Snapshot;
  readonly access: DoorAccess;
  readonly oneMoneyAct: OneMoneyAct;
  readonly costs: OperationCosts;
  readonly documents: DocumentCache;
  readonly uploads: UploadFinder;
}

/** Throws when the supergraph's access cannot be read: then it is not to be served at all. */
export function servingOf(snapshot: Snapshot, policies: Policies): Serving {
  const access = new DoorAccess(snapshot.sdl, policies);
  const oneMoneyAct = new OneMoneyAct(snapshot.sdl);
  guardUploadScalar(snapshot.apiSchema);
  return {
    snapshot,
    access,
    oneMoneyAct,
    costs: new OperationCosts(snapshot),
    documents: new DocumentCache(),
    uploads: new UploadFinder(snapshot.apiSchema, uploadFields(snapshot.sdl)),
  };
}
