import type { Scope } from '#chassis/mount/scope';
import { sqlOf } from '#chassis/storage/transact';
import { dayAt, type DayZone } from '../domain/local-day.ts';
import type { StreakKind } from '../domain/streak.ts';
import { findGap } from '../storage/gap.store.ts';

export interface WhyBroken {
  readonly days: number;
  readonly startedOn: string;
  readonly lastDay: string;
  readonly missed: string[];
  readonly zone: string;
  readonly explanation: string;
}

/** Why the asker's last streak ended; null when none has. */
export async function whyBroken(scope: Scope, kind: StreakKind): Promise<WhyBroken | null> {
  const gap = await findGap(sqlOf(scope.em), scope.caller.userId!, kind, scope.clock.now());
  if (!gap) return null;
  const { before, missed, zone } = gap;
  const others = missed.length > 1 ? `, nor on ${missed.length - 1} more` : '';
  const explanation = `There was nothing on ${missed[0]}${others} (days of ${zone}), and no freeze, pause or repair covered it.`;
  return { ...before, missed: [...missed], zone, explanation };
}

export function dayOfPlayer(scope: Scope, zone: DayZone): DayZone & { readonly today: string } {
  return { ...zone, today: dayAt(scope.clock.now(), zone) };
}
