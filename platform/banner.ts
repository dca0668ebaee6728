import path from 'node:path';
import { DEMO_ACCOUNTS, DEMO_PASSPHRASE } from '#gateway/site/demo-accounts';
import { DEVELOPMENT_WIDENING } from '#gateway/guard/limits';
import type { OpenGround } from './open-ground.ts';
import { environment } from './settings.ts';

export interface Banner {
  readonly publicUrl: string;
  readonly dataFolder: string;
  /** Where mail is written instead of being sent. */
  readonly mailFolder?: string;
  readonly playground: boolean;
  /** Which limits hold. */
  readonly limits: string;
  readonly movableClock: boolean;
  readonly accounts: readonly { readonly email: string; readonly title: string; readonly can: string }[];
  readonly passphrase?: string;
  /** One line per process, apart. */
  readonly processes?: readonly string[];
}

/** The last lines of the start-up: where to look and who to be. */
export function bannerText(banner: Banner): string {
  const { publicUrl, accounts, passphrase } = banner;
  const width = Math.max(0, ...accounts.map(({ email }) => email.length));
  return [
    '',
    `  Ready     ${publicUrl}`,
    ...(banner.playground ? [`  Explore   ${publicUrl}/playground`] : []),
    `  Graph     ${publicUrl}/graphql (HTTP and WebSocket)`,
    `  Health    ${publicUrl}/health/ready`,
    ...(banner.processes ?? []).map((line, index) => `  ${(index === 0 ? 'Processes' : '').padEnd(9)} ${line}`),
    `  Limits    ${banner.limits}`,
    `  Data      ${banner.dataFolder}`,
    ...(banner.mailFolder ? [`  Mail      ${banner.mailFolder} (one .eml file each)`] : []),
    ...(banner.movableClock
      ? [`  Clock     curl -X POST ${publicUrl}/dev/clock -H 'content-type: application/json' -d '{"advance":"P60D"}'`]
      : []),
    ...(accounts.length > 0 && passphrase
      ? [
          '',
          `  Demo accounts, all with the password ${passphrase}`,
          ...accounts.map((one) => `    ${one.email.padEnd(width)}  ${one.title}: ${one.can}`),
        ]
      : []),
    '',
    '  Stop with Ctrl-C.',
    '',
  ].join('\n');
}

/** Demo accounts are shown where the demo story is planted: never in production. */
export function bannerOf({ settings }: OpenGround, processes: readonly string[] = []): Banner {
  const narrow = settings.production || environment()['LIMITS'] === 'production';
  return {
    playground: !settings.production,
    limits: narrow
      ? 'production'
      : `development, ${DEVELOPMENT_WIDENING} times wider than in production (LIMITS=production)`,
    publicUrl: settings.publicUrl,
    dataFolder: settings.dataFolder,
    mailFolder: path.join(settings.dataFolder, 'mail'),
    movableClock: settings.clock === 'movable',
    accounts: settings.production ? [] : DEMO_ACCOUNTS,
    passphrase: DEMO_PASSPHRASE,
    processes,
  };
}
