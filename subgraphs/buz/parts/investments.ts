import type { DomainEvent } from '#kernel/event';
import type { Part } from '#chassis/mount/part';
import { expireInvestments } from '../actions/invest.ts';
import {
  ConversionOwnerResolver,
  ConversionResolver,
  ConversionsOfWalletResolver,
} from '../graphql/conversion.resolver.ts';
import { investmentAccess } from '../graphql/investment.access.ts';
import { InvestmentResolver, InvestmentsOfWalletResolver } from '../graphql/investment.resolver.ts';
import type { BuzPorts } from '../outside/ports.ts';
import { investmentTopic } from '../published/investment-topics.ts';
import { invested, investmentEnded, investmentEvents, investmentOpened } from '../published/investments.events.ts';
import { ventureReactions } from '../reactions/hear-ventures.ts';

/** What is in escrow for ventures. */
export const investmentsPart: Part<BuzPorts> = {
  resolvers: [
    InvestmentsOfWalletResolver,
    InvestmentResolver,
    ConversionsOfWalletResolver,
    ConversionOwnerResolver,
    ConversionResolver,
  ],
  access: investmentAccess,
  publishes: investmentEvents,
  reactions: ventureReactions,
  live: [investmentOpened, invested, investmentEnded].map((on) => ({
    on,
    topicsOf: (event: DomainEvent<{ investorId: string }>) => [investmentTopic(event.body.investorId)],
  })),
  jobs: [
    { task: 'expire-investments', cron: '* * * * *', run: async (scope) => void (await expireInvestments(scope)) },
  ],
};
