/** One account that the demo story plants; only ever shown where the story is seeded, which production refuses. */
export interface DemoAccount {
  readonly email: string;
  readonly title: string;
  readonly can: string;
}

/** The password of every demo account. Not a secret: it exists in development databases only. */
export const DEMO_PASSPHRASE = 'demo-Passphrase-1';

export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  { email: 'founder@demo.test', title: 'Founder', can: 'builds a venture and earns XP' },
  { email: 'builder@demo.test', title: 'Builder', can: 'joins teams, shows skills' },
  { email: 'investor@demo.test', title: 'Investor', can: 'looks for ventures to back' },
  {
    email: 'admin@demo.test',
    title: 'Administrator',
    can: 'roles, suspensions, security log; a grant waits for approval',
  },
  { email: 'auditor@demo.test', title: 'Second administrator', can: 'what moves much money takes two' },
];
