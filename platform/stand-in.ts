import { contractOf } from './stand-in/contracts.ts';
import { PACKS, StandIn, type Pack } from './stand-in/stand-in.ts';
import { PlainFault } from './plain-fault.ts';
import { reportFault } from './report-fault.ts';
import { platformSettings } from './settings.ts';

const HELP = `npm run stand-in -- <act>, while the platform runs; <who> is an e-mail address or a user id.
  sign <who> MEMBER|TOKEN|OWNER      the documents of a pack become effective
  expire <who> <CODE>                a document signed here is no longer in force
  kyc <who>                          the identity is verified
  kyc-end <who> [EXPIRED|WITHDRAWN]  and no longer is
  tell <event> <aggregate id> <JSON> any published fact, as its producer would tell it
`;

/** `npm run stand-in`: facts of businesses that have not moved in, for developers. */
async function standIn([act = '', ...args]: readonly string[]): Promise<void> {
  let open: StandIn | undefined;
  try {
    open = await StandIn.open(platformSettings());
    process.stdout.write(`${await perform(open, act, args)}\n`);
  } catch (error) {
    reportFault(error);
  } finally {
    await open?.close();
  }
}

async function perform(by: StandIn, act: string, [who = '', what = '', body = '']: readonly string[]): Promise<string> {
  if (!who) throw new PlainFault(HELP);
  if (act === 'tell') {
    const contract = await contractOf(what ? who : '');
    const heard = await by.tell(contract, what, JSON.parse(body || '{}'));
    return `${who}: ${heard.join(', ') || 'nobody'} heard it.`;
  }
  const userId = await by.userId(who);
  switch (act) {
    case 'sign':
      if (!(what in PACKS)) throw new PlainFault(`The packs are ${Object.keys(PACKS).join(', ')}.`);
      await by.sign(userId, what as Pack);
      return `${who} holds ${PACKS[what as Pack].join(', ')}.`;
    case 'expire':
      await by.expire(userId, what);
      return `${who} no longer holds ${what}.`;
    case 'kyc':
      await by.approveIdentity(userId);
      return `The identity of ${who} is verified.`;
    case 'kyc-end':
      await by.endIdentity(userId, what === 'WITHDRAWN' ? 'WITHDRAWN' : 'EXPIRED');
      return `The identity of ${who} is no longer verified.`;
    default:
      throw new PlainFault(HELP);
  }
}

await standIn(process.argv.slice(2));
