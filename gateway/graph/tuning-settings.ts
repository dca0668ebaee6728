import { z } from 'zod';
import { flag } from '#chassis/settings/fields';
import type { Tuning } from './plan/tuning.ts';

/** The part of the gateway's settings that says what it does to spare requests. */
export const TUNING_FIELDS = {
  SINK_LEAVES: z
    .string()
    .default('all')
    .describe(
      'subgraphs whose last fetches travel with the last request to them, separated by commas; `all`, or `none`, where more and shorter requests are wanted',
    ),
  SHARE_ANSWERS: flag()
    .default(false)
    .describe(
      'whether equal reads of one client (same session, same headers) that are under way together are run once',
    ),
};

type Given = z.output<z.ZodObject<typeof TUNING_FIELDS>>;

export function tuningOf({ SINK_LEAVES: subgraphs }: Given): Partial<Tuning> {
  if (subgraphs === 'all' || subgraphs === 'none') return { sinking: subgraphs === 'all' };
  return { sinking: new Set(subgraphs.split(',').map((name) => name.trim())) };
}
