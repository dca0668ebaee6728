import { reaction } from '#chassis/events/reaction';
import { userEmailVerified } from '#subgraphs/users/published/users.events';
import { openWallet } from '../actions/open-wallet.ts';

export const openWalletWhenEmailVerified = reaction(
  'open-wallet-when-email-verified',
  userEmailVerified,
  (scope, event) => openWallet(scope, event.body.userId),
);
