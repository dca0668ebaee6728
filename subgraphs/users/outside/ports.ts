import type { Clock } from '#kernel/clock';
import type { IdentityRules } from '../domain/identity-rules.ts';
import type { Mailer } from './mailer.ts';
import type { PasswordHasher } from './password-hasher.ts';
import type { SecretBox } from './secret-box.ts';
import type { TokenSigner } from './token-signer.ts';
import type { TotpCodes } from './totp-codes.ts';

/** What the users subgraph needs from outside; subgraph.ts makes it of the settings, tests bring some of their own. */
export interface UsersPorts {
  readonly rules: IdentityRules;
  /** Links in mails begin with it. */
  readonly publicUrl: string;
  /** Becomes SUPER_ADMIN on verifying the address, as long as nobody is. */
  readonly firstAdministrator: string | null;
  /** The wall clock: tokens, sessions, links and throttles live by it, never by business time. */
  readonly wall: Clock;
  readonly hasher: PasswordHasher;
  readonly box: SecretBox;
  readonly signer: TokenSigner;
  readonly totp: TotpCodes;
  readonly mailer: Mailer;
  /** Shared with the gateway: its proofs of handed files are checked with it, and links to files signed. */
  readonly fileKey: Buffer;
}
