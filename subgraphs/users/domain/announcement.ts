import { PLAIN_LINE, PLAIN_LINES } from '#kernel/plain-text';
import { refusal } from '#kernel/refusal';
import type { Refusal } from '#kernel/refusal';
import type { FieldIssue } from './profile-edit.ts';

/** How much it matters to whoever reads it, weakest first. */
export const SEVERITIES = ['INFO', 'WARNING', 'CRITICAL'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** In Unicode code points, after trimming. */
export const LONGEST_TITLE = 120;
export const LONGEST_BODY = 4_000;

/** What is told to everybody who is signed in, whoever sent it. */
export interface AnnouncementText {
  readonly title: string;
  readonly body: string;
  readonly severity: Severity;
}

/** As it was sent: nobody changes it or takes it back, another one corrects it. */
export interface SentAnnouncement extends AnnouncementText {
  readonly id: string;
  readonly sentAt: Date;
}

export type AnnouncementInvalid = Refusal<'AnnouncementInvalid'> & { readonly issues: readonly FieldIssue[] };

/** The text as it is to be told, trimmed, or everything that is wrong with it. */
export function writeAnnouncement(draft: AnnouncementText): AnnouncementText | AnnouncementInvalid {
  const title = draft.title.trim();
  const body = draft.body.trim();
  const issues = [
    ...issuesOf('title', title, LONGEST_TITLE, PLAIN_LINE),
    ...issuesOf('body', body, LONGEST_BODY, PLAIN_LINES),
  ];
  if (issues.length > 0)
    return refusal('AnnouncementInvalid', 'This cannot be announced; nobody was told.', { issues });
  return { title, body, severity: draft.severity };
}

function issuesOf(field: string, text: string, longest: number, plain: RegExp): FieldIssue[] {
  const length = [...text].length;
  return [
    ...(length < 1 || length > longest ? [{ field, message: `1 to ${longest} characters` }] : []),
    ...(plain.test(text) ? [] : [{ field, message: 'contains control characters' }]),
  ];
}
