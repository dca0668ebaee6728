import { z } from 'zod';
import type { AdmissionLimits } from './admission.ts';
import { readForwardRules } from './headers/forward-rules.ts';

const count = (most: number) => z.coerce.number().int().min(1).max(most);

/** Later than this, and a process that is otherwise well only falls behind further. */
const LOOP_DELAY_MS = { production: 300, development: 5_000 };

/** The part of the gateway's settings that says how much it takes on. */
export const TRAFFIC_FIELDS = {
  MAX_RUNNING: count(100_000).default(1_000).describe('operations that run at once in one gateway; more are refused'),
  MAX_RUNNING_PER_CALLER: count(100_000)
    .default(200)
    .describe('how many of them may be of one user, or of one address without a sign-in'),
  MAX_LOOP_DELAY_MS: count(60_000)
    .optional()
    .describe('nothing new begins while the gateway is later than this (300; 5000 in the development profile)'),
  FORWARD_HEADERS: z
    .string()
    .default('accept-language')
    .transform((text, { addIssue }) => {
      try {
        return readForwardRules(text);
      } catch (error) {
        addIssue((error as Error).message);
        return z.NEVER;
      }
    })
    .describe(
      'the headers of clients that subgraphs are told, separated by commas: name for all, name=one+other for some, none for no header',
    ),
  RESPONSE_CACHE_MB: z.coerce
    .number()
    .min(0)
    .max(10_000)
    .default(32)
    .describe('room for answers whose every field is marked @cacheControl; 0 keeps none'),
};

type Given = z.output<z.ZodObject<typeof TRAFFIC_FIELDS>>;

export function admissionOf(given: Given, profile: 'development' | 'production'): AdmissionLimits {
  return {
    places: given.MAX_RUNNING,
    placesPerCaller: given.MAX_RUNNING_PER_CALLER,
    loopDelayMs: given.MAX_LOOP_DELAY_MS ?? LOOP_DELAY_MS[profile],
  };
}
