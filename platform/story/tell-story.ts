import fs from 'node:fs';
import { join } from 'node:path';
import { progress } from '../progress.ts';
import type { PlatformSettings } from '../settings.ts';
import { StandIn } from '../stand-in/stand-in.ts';
import { giveRoles, meet, showWhatOneCan, type Cast } from './chapters.ts';
import { bringMoney, signPapers } from './money.ts';
import { GraphClient } from './graph-client.ts';
import { settleIn } from './person.ts';

/**
 * The small living story of a development database, told through the graph by people who register, follow the mailed links and sign in.
 * Told twice it changes nothing; DATA_DIR/story.json says that it was told to the end.
 */
export async function tellStory(url: string, settings: PlatformSettings): Promise<void> {
  const { dataFolder } = settings;
  const told = join(dataFolder, 'story.json');
  if (fs.existsSync(told)) return;
  progress('telling the demo story');
  const graph = new GraphClient(url);
  const settle = (part: string, name: string) => settleIn(graph, join(dataFolder, 'mail'), `${part}@demo.test`, name);
  const assemble = async () => ({
    admin: await settle('admin', 'Ines Admin'),
    auditor: await settle('auditor', 'Aude Auditor'),
    founder: await settle('founder', 'Farah Founder'),
    builder: await settle('builder', 'Bo Builder'),
    investor: await settle('investor', 'Ivo Investor'),
  });
  await giveRoles(await assemble());
  const cast = await assemble(); // a change of roles ends the tokens that were given before it
  await showWhatOneCan(cast);
  await meet(cast);
  await withStandIn(settings, cast);
  await bringMoney(cast);
  fs.writeFileSync(told, `${JSON.stringify({ told: true })}\n`);
}

/** Legal has not moved in, and nobody reviews identities yet: somebody stands in for both. */
async function withStandIn(settings: PlatformSettings, cast: Cast): Promise<void> {
  const standIn = await StandIn.open(settings);
  try {
    await signPapers(cast, standIn);
  } finally {
    await standIn.close();
  }
}
