/** The live topic of one player's XP. */
export const xpTopic = (userId: string): string => `xp:${userId}`;
