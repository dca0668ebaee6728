import { decimalOf } from '#kernel/buz';
import type { Proposal, Tally } from '../domain/proposal.ts';

/** The words of a proposal in its events. */
export function proposedAs({ id, proposerId, type, title }: Proposal) {
  return { proposalId: id, proposerId, type, title };
}

export function countedAs({ yes, no, abstain, voters }: Tally) {
  return { yes: decimalOf(yes), no: decimalOf(no), abstain: decimalOf(abstain), voters };
}
