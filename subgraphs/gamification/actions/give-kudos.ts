import { isId, newId } from '#kernel/id';
import { refusal } from '#kernel/refusal';
import type { Scope } from '#chassis/mount/scope';
import { dayOf } from '../domain/award.ts';
import { checkKudos, gameLimitReached, KUDOS_A_DAY, KUDOS_A_DAY_TO_ONE } from '../domain/social-acts.ts';
import { kudosGiven } from '../published/gamification.events.ts';
import { countKudosOf, endKudos, insertKudos, lockPlayers, readKudos } from '../storage/kudos.store.ts';
import { actOnce } from './act-once.ts';
import { ensurePlayer } from './ensure-player.ts';
import { hearFacts } from './hear-fact.ts';
import { takeBackFactIn } from './take-back-fact.ts';

/** Thanks somebody: a fact of the giver and one of the receiver, or neither. Both players are locked in the order of their ids. */
export async function giveKudos(scope: Scope, input: { receiverId: string; text: string; idempotencyKey: string }) {
  return actOnce(scope, 'giveKudos', input, async ({ tx, userId: giverId, now }) => {
    const { receiverId } = input;
    if (receiverId === giverId) return refusal('KudosToSelf', 'Thank somebody else.');
    const invalid = checkKudos(input.text);
    if (invalid) return invalid;
    await ensurePlayer(tx, giverId, now);
    const players = isId(receiverId) ? await lockPlayers(tx.sql, [giverId, receiverId]) : [];
    if (!players.includes(receiverId)) return refusal('NotFound', 'There is no such player.');
    const day = dayOf(now);
    const given = await countKudosOf(tx.sql, giverId, receiverId, day);
    if (given.toOne >= KUDOS_A_DAY_TO_ONE) return gameLimitReached('thanks to one person', KUDOS_A_DAY_TO_ONE);
    if (given.all >= KUDOS_A_DAY) return gameLimitReached('thanks', KUDOS_A_DAY);
    const id = newId();
    await insertKudos(tx.sql, { id, giverId, receiverId, text: input.text.trim(), givenAt: now }, day);
    await tx.tell(kudosGiven, giverId, { kudosId: id, giverId, receiverId });
    const about = { sourceEventId: id, subjectId: id, happenedAt: now };
    await hearFacts(tx, now, [
      { ...about, userId: giverId, kind: 'KUDOS_GIVEN', counterpartId: receiverId },
      { ...about, userId: receiverId, kind: 'KUDOS_RECEIVED', counterpartId: giverId },
    ]);
    return { kudosId: id };
  });
}

/** Takes one's own thanks back, with what both got for them. */
export async function withdrawKudos(scope: Scope, input: { kudosId: string; idempotencyKey: string }) {
  return actOnce(scope, 'withdrawKudos', input, async ({ tx, userId, now }) => {
    const [kudos] = isId(input.kudosId) ? await readKudos(tx.sql, [input.kudosId]) : [];
    if (kudos?.giverId !== userId) return refusal('NotFound', 'You gave no such thanks.');
    const { id, giverId, receiverId } = kudos;
    await lockPlayers(tx.sql, [giverId, receiverId]);
    if (!(await endKudos(tx.sql, id, now))) return refusal('NotFound', 'You gave no such thanks.');
    const facts = [
      { userId: giverId, kind: 'KUDOS_GIVEN', sourceEventId: id },
      { userId: receiverId, kind: 'KUDOS_RECEIVED', sourceEventId: id },
    ];
    for (const fact of facts) await takeBackFactIn(tx, now, fact, now);
    return { kudosId: id };
  });
}
