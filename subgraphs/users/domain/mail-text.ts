/** What a mail needs besides its receiver; `link` is whole. */
export interface MailFields {
  readonly link?: string;
  /** The same secret as in the link, for whoever cannot follow it. */
  readonly code?: string;
  readonly device?: string;
  readonly ip?: string;
  readonly email?: string;
}

export type MailTemplate = keyof typeof TEMPLATES;

interface Words {
  readonly subject: string;
  readonly lines: (fields: MailFields) => readonly (string | undefined)[];
}

const NOT_YOU = 'If this was not you, reset your password now and sign out everywhere.';
const notice = (subject: string, sentence: string): Words => ({
  subject,
  lines: ({ device, ip }) => [sentence, device && `Device: ${device}`, ip && `Address: ${ip}`, NOT_YOU],
});

const linked = ({ link, code }: MailFields) => [link, code && `Or give this code: ${code}`];

const TEMPLATES = {
  VERIFY_EMAIL: {
    subject: 'Confirm your e-mail address',
    lines: (fields) => [
      'Welcome. Confirm your address within 24 hours:',
      ...linked(fields),
      'If you did not register, ignore this mail.',
    ],
  },
  ADDRESS_TAKEN: {
    subject: 'You already have an account',
    lines: () => [
      'Somebody, perhaps you, tried to register with this address. You have an account already: sign in, or reset your password.',
      'If it was not you, nothing has changed and there is nothing to do.',
    ],
  },
  RESET_PASSWORD: {
    subject: 'Reset your password',
    lines: (fields) => [
      'Choose a new password within 10 minutes:',
      ...linked(fields),
      'It ends every session. If you did not ask for it, ignore this mail: your password stays.',
    ],
  },
  RESET_FORCED: {
    subject: 'Your password has to be reset',
    lines: (fields) => [
      'An administrator asked that you choose a new password before you sign in again. This link is good for 10 minutes; ask for another at the sign-in:',
      ...linked(fields),
    ],
  },
  CHANGE_EMAIL_OLD: {
    subject: 'Confirm that your address changes',
    lines: (fields) => [
      `Your account is about to move to ${fields.email}. Confirm it here:`,
      ...linked(fields),
      NOT_YOU,
    ],
  },
  CHANGE_EMAIL_NEW: {
    subject: 'Confirm your new e-mail address',
    lines: (fields) => ['Confirm that this address is yours:', ...linked(fields)],
  },
  EMAIL_CHANGED: notice('Your e-mail address was changed', 'Your account now belongs to another address.'),
  PASSWORD_CHANGED: notice('Your password was changed', 'Your password was changed; other sessions have ended.'),
  MFA_ENABLED: notice('A second factor was added', 'An authenticator app now protects your account.'),
  MFA_DISABLED: notice('Your second factor was removed', 'Your account is protected by its password alone.'),
  RECOVERY_CODE_USED: notice('A recovery code was used', 'Somebody signed in with one of your recovery codes.'),
  RECOVERY_CODES_REPLACED: notice('Your recovery codes were replaced', 'The old recovery codes no longer work.'),
  NEW_DEVICE: notice('New sign-in', 'Your account was used on a device that we have not seen before.'),
  SESSION_STOLEN: notice(
    'A session was ended for safety',
    'A sign-in of yours was continued from two places at once. We ended it; sign in again.',
  ),
} satisfies Record<string, Words>;

export function mailText(template: MailTemplate, fields: MailFields): { subject: string; text: string } {
  const { subject, lines } = TEMPLATES[template] as Words;
  return { subject, text: `${lines(fields).filter(Boolean).join('\n\n')}\n` };
}
