import { isId, newId } from '#kernel/id';
import { refusal, type Refusal } from '#kernel/refusal';
import { refuseStale } from '#chassis/identity/step-up';
import type { Scope } from '#chassis/mount/scope';
import { refuseWindow, windowClosed, type ConversionWindow } from '../domain/investment.ts';
import { closeWindow, insertWindow } from '../storage/conversions.store.ts';
import { insertKnownVenture, isKnownVenture } from '../storage/investments.store.ts';

export async function openConversionWindow(
  scope: Scope,
  input: { ventureId: string; rateBp: number; opensAt: Date | null; closesAt: Date },
): Promise<ConversionWindow | Refusal> {
  const stale = refuseStale(scope.caller);
  if (stale) return stale;
  return scope.transact(async (tx) => {
    const now = scope.clock.now();
    const { ventureId, rateBp, closesAt } = input;
    const window = { id: newId(), ventureId, rateBp, opensAt: input.opensAt ?? now, closesAt };
    const refused = refuseWindow(window, now);
    if (refused) return refused;
    if (!isId(ventureId) || !(await isKnownVenture(tx.sql, ventureId)))
      return refusal('NotFound', 'There is no active venture under that id.');
    await insertWindow(tx.sql, window, scope.caller.userId!);
    return window;
  });
}

/** Nothing can be requested from now on; what was requested goes its way. */
export async function closeConversionWindow(
  scope: Scope,
  input: { windowId: string },
): Promise<ConversionWindow | Refusal> {
  const stale = refuseStale(scope.caller);
  if (stale) return stale;
  return scope.transact(async (tx) => {
    const closed = isId(input.windowId) ? await closeWindow(tx.sql, input.windowId, scope.clock.now()) : null;
    return closed ?? windowClosed(null);
  });
}

/** What buz has to know of a venture: that it is active, and whose it is. */
export async function knowVenture(
  scope: Scope,
  venture: { ventureId: string; ownerId: string; name: string },
): Promise<void> {
  const { ventureId: id, ownerId, name } = venture;
  await scope.transact((tx) => insertKnownVenture(tx.sql, { id, ownerId, name }, scope.clock.now()));
}
