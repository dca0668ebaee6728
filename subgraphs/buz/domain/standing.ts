import { TRANSFER_RULES } from './transfer-rules.ts';

/** Why nothing can leave a wallet: its owner is suspended, or an administrator froze it. Each is lifted by itself only. */
export type FreezeCause = 'SUSPENSION' | 'ADMINISTRATOR';

/** Whether a document of this code decides about a wallet at all. */
export function isTokenDocument(code: string): boolean {
  return (TRANSFER_RULES.documents as readonly string[]).includes(code);
}
