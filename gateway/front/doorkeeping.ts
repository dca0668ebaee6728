import type { BlockList } from 'node:net';
import { trustedProxies } from '../identity/client-address.ts';
import type { GatewaySettings } from '../settings.ts';
import type { ForwardRule } from '../traffic/headers/forward-rules.ts';
import { Origins } from './origins.ts';

/** How every request is looked at on its way in, one that opens a socket too. */
export interface Doorkeeping {
  /** Which pages may come in. */
  readonly origins: Origins;
  /** Who is believed about where a client is. */
  readonly proxies: BlockList;
  /** Which of its headers may reach subgraphs. */
  readonly forward: readonly ForwardRule[];
}

export type DoorkeepingSettings = Pick<GatewaySettings, 'origins' | 'trustedProxies' | 'forward' | 'production'>;

export function doorkeepingOf(settings: DoorkeepingSettings): Doorkeeping {
  return {
    origins: new Origins(settings.origins, !settings.production),
    proxies: trustedProxies(settings.trustedProxies),
    forward: settings.forward,
  };
}
