import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Starts the system's Chromium; nothing beyond this machine can be reached from it. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = PLACES.find((place) => existsSync(place));
  if (executablePath === undefined) {
    throw new Error(`No Chromium at ${PLACES.join(', ')}. Debian: apt-get install -y --no-install-recommends chromium`);
  }
  return chromium.launch({
    executablePath,
    // Its own sandbox does not work as root in a container; the pages are ours.
    args: ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost'],
  });
}

/** Everything that a page did which it should not: filled while the page lives. */
export function watchForFaults(page: Page, origin: string): string[] {
  const faults: string[] = [];
  const foreign = (url: string) => !url.startsWith('data:') && !url.startsWith('blob:') && !sameOrigin(url, origin);
  // The context sees the requests of workers too.
  page.context().on('request', (request) => {
    if (foreign(request.url())) faults.push(`request left the origin: ${request.url()}`);
  });
  page.on('websocket', (socket) => {
    if (foreign(socket.url())) faults.push(`socket left the origin: ${socket.url()}`);
  });
  page.on('console', (message) => {
    // Violations of the Content-Security-Policy are reported here as errors as well.
    if (message.type() === 'error') faults.push(`console error: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
  return faults;
}

function sameOrigin(url: string, origin: string): boolean {
  return new URL(url).host === new URL(origin).host;
}
