import { reaction } from '#chassis/events/reaction';
import {
  conversionConfirmed,
  conversionDeclined,
  investmentConfirmed,
  investmentDeclined,
  ventureActivated,
} from '#subgraphs/ventures/published/ventures.events';
import { answerConversion } from '../actions/convert.ts';
import { answerInvestment } from '../actions/invest.ts';
import { knowVenture } from '../actions/keep-conversion-windows.ts';

export const ventureReactions = [
  reaction('know-venture-when-activated', ventureActivated, (scope, { body }) => knowVenture(scope, body)),
  reaction('pay-investment-when-confirmed', investmentConfirmed, (scope, { body: { investmentId } }) =>
    answerInvestment(scope, { investmentId, accepted: true, because: null }),
  ),
  reaction('return-investment-when-declined', investmentDeclined, (scope, { body: { investmentId, because } }) =>
    answerInvestment(scope, { investmentId, accepted: false, because }),
  ),
  reaction('pay-conversion-when-confirmed', conversionConfirmed, (scope, { body: { conversionId } }) =>
    answerConversion(scope, { conversionId, entered: true, because: null }),
  ),
  reaction('return-conversion-when-declined', conversionDeclined, (scope, { body: { conversionId, because } }) =>
    answerConversion(scope, { conversionId, entered: false, because }),
  ),
];
