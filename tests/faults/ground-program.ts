// The start of the product as far as the database, as a process of its own: what the tests of this folder kill and start twice.
import { openGround } from '#platform/open-ground';
import { reportFault } from '#platform/report-fault';
import { platformSettings } from '#platform/settings';

try {
  const ground = await openGround(platformSettings(), ['alpha', 'beta']);
  process.stdout.write(`${JSON.stringify({ url: ground.databaseUrlOf('alpha'), now: ground.clock.now() })}\n`);
} catch (error) {
  reportFault(error);
}
