import { refusal } from '#kernel/refusal';
import type { Refusal } from '#kernel/refusal';
import { PLAIN_LINE, PLAIN_LINES } from '#kernel/plain-text';
import { isHttps } from './profile-edit.ts';
import type { FieldIssue } from './profile-edit.ts';

/** How many items one portfolio holds. */
export const LONGEST_PORTFOLIO = 50;

/** One piece of work that a user shows. Mapped by storage/portfolio-item.table.ts. */
export class PortfolioItem {
  id!: string;
  userId!: string;
  title!: string;
  summary: string | null = null;
  externalUrl: string | null = null;
  isPublic = true;
  /** 0 is the first; gaps are allowed. */
  position = 0;
  createdAt!: Date;
  updatedAt!: Date;
}

export interface PortfolioEdit {
  readonly title?: string | null;
  readonly summary?: string | null;
  readonly externalUrl?: string | null;
  readonly isPublic?: boolean | null;
}

export type PortfolioItemInvalid = Refusal<'PortfolioItemInvalid'> & { readonly issues: readonly FieldIssue[] };

/** Writes the edit into `item`, or says what is wrong and changes nothing. */
export function editPortfolioItem(item: PortfolioItem, edit: PortfolioEdit): PortfolioItemInvalid | null {
  const text = (given: string | null | undefined, before: string | null): string | null =>
    given === undefined ? before : (given?.trim() ?? '') === '' ? null : given!.trim();
  const title = text(edit.title, item.title ?? null);
  const summary = text(edit.summary, item.summary);
  const externalUrl = text(edit.externalUrl, item.externalUrl);
  const issues: FieldIssue[] = [];
  if (title === null || [...title].length > 120) issues.push({ field: 'title', message: '1 to 120 characters' });
  if (summary !== null && [...summary].length > 300)
    issues.push({ field: 'summary', message: 'at most 300 characters' });
  if (!PLAIN_LINE.test(title ?? '')) issues.push({ field: 'title', message: 'contains control characters' });
  if (!PLAIN_LINES.test(summary ?? '')) issues.push({ field: 'summary', message: 'contains control characters' });
  if (externalUrl !== null && (externalUrl.length > 500 || !isHttps(externalUrl)))
    issues.push({ field: 'externalUrl', message: 'an https address of at most 500 characters' });
  if (issues.length > 0) return refusal('PortfolioItemInvalid', 'The item is not acceptable.', { issues });
  Object.assign(item, { title, summary, externalUrl, isPublic: edit.isPublic ?? item.isPublic });
  return null;
}
