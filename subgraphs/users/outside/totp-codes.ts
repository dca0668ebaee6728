import { generateSecret, generateURI, verifySync } from 'otplib';

/** RFC 6238: SHA-1, 6 digits, 30 s, what every authenticator app understands. */
export interface TotpCodes {
  /** 160 random bits, base32. */
  newSecret(): string;
  /** What an authenticator app scans. */
  uri(secret: string, account: string): string;
  /** The time step (30 s since the epoch) that `code` belongs to, within one step of `atMs`; undefined when it belongs to none. */
  stepOf(secret: string, code: string, atMs: number): number | undefined;
}

export const STEP_SECONDS = 30;

export function totpCodes(issuer: string): TotpCodes {
  return {
    newSecret: () => generateSecret(),
    uri: (secret, account) => generateURI({ issuer, label: account, secret }),
    stepOf(secret, code, atMs) {
      if (!/^\d{6}$/.test(code)) return undefined;
      const answer = verifySync({ secret, token: code, epoch: Math.floor(atMs / 1000), epochTolerance: STEP_SECONDS });
      return answer.valid && 'timeStep' in answer ? answer.timeStep : undefined;
    },
  };
}
