// The start of the product as far as the database, as a process of its own: what the tests of this folder kill and start twice.
import { onGround } from '#platform/open-ground';

await onGround(
  ['ground_one', 'ground_two'],
  () => [],
  async (ground) => {
    process.stdout.write(`${JSON.stringify({ url: ground.databaseUrlOf('ground_one'), now: ground.clock.now() })}\n`);
  },
);
