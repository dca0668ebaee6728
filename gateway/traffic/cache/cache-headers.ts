import type { ServerResponse } from 'node:http';
import type { CacheNote } from '../../graph/run/run-prepared.ts';

/** What whoever stands between may keep: nothing, unless every field of the answer is marked. */
export function setCacheHeaders(response: ServerResponse, note: CacheNote | undefined): void {
  if (!note) return void response.setHeader('cache-control', 'no-store');
  response.setHeader('cache-control', `${note.isPrivate ? 'private' : 'public'}, max-age=${note.maxAge}`);
  response.setHeader('age', String(note.age));
  if (note.isPrivate) response.appendHeader('vary', 'authorization');
  if (note.varies.length > 0) response.appendHeader('vary', [...note.varies]);
}
