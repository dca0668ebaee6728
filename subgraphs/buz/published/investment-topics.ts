/** The live topic of one investor's investments. */
export const investmentTopic = (userId: string): string => `investment:${userId}`;
