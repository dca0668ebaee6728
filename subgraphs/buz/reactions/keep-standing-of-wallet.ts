import { reaction } from '#chassis/events/reaction';
import { documentEffective, documentExpired } from '#subgraphs/legal/published/legal.events';
import { kycApproved, kycEnded } from '#subgraphs/users/published/kyc.events';
import { userReinstated, userSuspended } from '#subgraphs/users/published/users.events';
import { keepDocument, keepIdentity, keepSuspension } from '../actions/keep-standing.ts';

/** What others decide about a person and a wallet depends on. Each may come before the wallet was opened: then it is opened first. */
export const standingReactions = [
  reaction('freeze-wallet-when-suspended', userSuspended, (scope, { body }) =>
    keepSuspension(scope, body.userId, true),
  ),
  reaction('unfreeze-wallet-when-reinstated', userReinstated, (scope, { body }) =>
    keepSuspension(scope, body.userId, false),
  ),
  reaction('open-token-gate-when-document-effective', documentEffective, (scope, { body }) =>
    keepDocument(scope, body, true),
  ),
  reaction('close-token-gate-when-document-expired', documentExpired, (scope, { body }) =>
    keepDocument(scope, body, false),
  ),
  reaction('raise-limits-when-identity-verified', kycApproved, (scope, { body }) =>
    keepIdentity(scope, body.userId, true),
  ),
  reaction('lower-limits-when-identity-ended', kycEnded, (scope, { body }) => keepIdentity(scope, body.userId, false)),
];
