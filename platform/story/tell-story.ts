import fs from 'node:fs';
import { join } from 'node:path';
import { progress } from '../progress.ts';
import { giveRoles, meet, showWhatOneCan } from './chapters.ts';
import { GraphClient } from './graph-client.ts';
import { settleIn } from './person.ts';

/**
 * The small living story of a development database, told through the graph by people who register, follow the mailed links and sign in.
 * Told twice it changes nothing; DATA_DIR/story.json says that it was told to the end.
 */
export async function tellStory(stage: { url: string; dataFolder: string }): Promise<void> {
  const told = join(stage.dataFolder, 'story.json');
  if (fs.existsSync(told)) return;
  progress('telling the demo story');
  const graph = new GraphClient(stage.url);
  const settle = (part: string, name: string) =>
    settleIn(graph, join(stage.dataFolder, 'mail'), `${part}@demo.test`, name);
  const assemble = async () => ({
    admin: await settle('admin', 'Ines Admin'),
    founder: await settle('founder', 'Farah Founder'),
    builder: await settle('builder', 'Bo Builder'),
    investor: await settle('investor', 'Ivo Investor'),
  });
  await giveRoles(await assemble());
  const cast = await assemble(); // a change of roles ends the tokens that were given before it
  await showWhatOneCan(cast);
  await meet(cast);
  fs.writeFileSync(told, `${JSON.stringify({ told: true })}\n`);
}
