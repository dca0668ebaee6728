import type { Quest, QuestStep } from './quest.ts';

function step(key: string, title: string, kind: string, count = 1, after: readonly string[] = []): QuestStep {
  return { key, title, kinds: [kind], count, after };
}

/** What there is to do from the start, from facts that exist. */
export const SEED_QUESTS: readonly Pick<Quest, 'code' | 'title' | 'kind' | 'steps'>[] = [
  {
    code: 'DAILY_HELLO',
    title: 'Be there, and say thanks',
    kind: 'DAILY',
    steps: [step('SIGN_IN', 'Sign in', 'DAILY_LOGIN'), step('THANK', 'Thank somebody', 'KUDOS_GIVEN', 1, ['SIGN_IN'])],
  },
  {
    code: 'DAILY_VOICE',
    title: 'Have a say',
    kind: 'DAILY',
    steps: [step('VOTE', 'Vote in a poll', 'POLL_VOTE')],
  },
  {
    code: 'WEEKLY_NEIGHBOUR',
    title: 'A good neighbour',
    kind: 'WEEKLY',
    steps: [
      step('THANK', 'Give thanks three times', 'KUDOS_GIVEN', 3),
      step('VOTE', 'Vote in two polls', 'POLL_VOTE', 2),
      step('IDEA', 'Share an idea', 'IDEA', 1, ['THANK']),
    ],
  },
  {
    code: 'WEEKLY_REGULAR',
    title: 'Five days of the week',
    kind: 'WEEKLY',
    steps: [step('SIGN_IN', 'Sign in on five days', 'DAILY_LOGIN', 5)],
  },
  {
    code: 'ONBOARDING',
    title: 'Arrive',
    kind: 'ONBOARDING',
    steps: [
      step('PROFILE', 'Complete your profile', 'PROFILE_COMPLETED'),
      step('SIGN', 'Sign your first document', 'LEGAL_DOCUMENT_SIGNED', 1, ['PROFILE']),
      step('THANK', 'Thank somebody', 'KUDOS_GIVEN'),
      step('IDEA', 'Share an idea', 'IDEA'),
    ],
  },
];
