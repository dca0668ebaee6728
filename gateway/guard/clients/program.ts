import type { Client } from '../../identity/authenticate.ts';
import type { ApiClient } from './client-store.ts';

/** Which program asks. */
export interface Program {
  /** Proven by its key: its budget is spent, and documents of its own are served. */
  readonly apiClient?: ApiClient | undefined;
  /** What else is known of it, which decides nothing. */
  readonly client?: Client;
}
