import type { Metrics } from '../front/metrics.ts';
import type { RegisteredDocuments } from '../guard/registered-documents.ts';
import type { KeyRing } from '../identity/key-ring.ts';
import { registeredNames } from '../observe/operation-names.ts';
import type { Pipeline } from '../pipeline.ts';
import type { Reload } from './hangup.ts';

/** The keys by which tokens are checked, as the subgraph that owns identity tells them now. */
export function reloadOfKeys(keys: KeyRing): Reload {
  return {
    what: 'the keys of tokens',
    again: async () => {
      await keys.load();
      return { keys: keys.ids };
    },
  };
}

export interface OperationsParts {
  readonly registered: RegisteredDocuments;
  readonly pipeline: Pipeline;
  readonly metrics: Metrics;
}

export function reloadOfOperations(folder: string, { registered, pipeline, metrics }: OperationsParts): Reload {
  return {
    what: 'the registered operations',
    again: () => {
      registered.reread(folder);
      metrics.registered(registeredNames(registered));
      pipeline.registeredAnew();
      return { folder, documents: registered.size };
    },
  };
}
