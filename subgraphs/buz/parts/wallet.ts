import type { Part } from '#chassis/mount/part';
import { refusalAccess } from '../graphql/refusal.access.ts';
import { walletAccess } from '../graphql/wallet.access.ts';
import { TransferRulesResolver, WalletOfUserResolver, WalletResolver } from '../graphql/wallet.resolver.ts';
import type { BuzPorts } from '../outside/ports.ts';
import { ledgerEvents } from '../published/ledger.events.ts';
import { walletEvents } from '../published/wallet.events.ts';
import { standingReactions } from '../reactions/keep-standing-of-wallet.ts';
import { openWalletWhenEmailVerified } from '../reactions/open-wallet-when-email-verified.ts';

/** What people have, and who they have to be to move it. */
export const walletPart: Part<BuzPorts> = {
  resolvers: [WalletOfUserResolver, WalletResolver, TransferRulesResolver],
  access: { ...refusalAccess, ...walletAccess },
  publishes: [...ledgerEvents, ...walletEvents],
  reactions: [openWalletWhenEmailVerified, ...standingReactions],
};
