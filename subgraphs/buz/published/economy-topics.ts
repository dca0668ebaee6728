/** The live topic of what somebody earned. */
export const rewardTopic = (userId: string): string => `reward:${userId}`;
