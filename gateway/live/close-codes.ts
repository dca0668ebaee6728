/**
 * Why the door closes a socket. graphql-ws clients give up after 4400, 4401, 4406, 4409 and 4429 and connect again after every other code,
 * so `rights` (a fresh token helps) is one of those and `sessionEnded` (only a new sign-in helps) is not.
 */
export const CLOSE = {
  sessionEnded: { code: 4401, reason: 'Session ended' },
  rights: { code: 4403, reason: 'Access token expired or outdated' },
  badToken: { code: 4403, reason: 'Access token not valid' },
  tooManySockets: { code: 4429, reason: 'Too many sockets' },
  flood: { code: 4429, reason: 'Too many requests' },
  uncertain: { code: 4503, reason: 'Sessions cannot be checked' },
  leaving: { code: 1001, reason: 'Going away' },
  nesting: { code: 4400, reason: 'Message nests too deep' },
  notText: { code: 4400, reason: 'Text only' },
  fault: { code: 1011, reason: 'Internal error' },
} as const;

export type Closing = (typeof CLOSE)[keyof typeof CLOSE];
