import { pageOf, type Page, type PageRequest } from '#kernel/page';
import type { Scope } from '#chassis/mount/scope';
import type { SentAnnouncement } from '../domain/announcement.ts';
import { announcementById, announcementRows } from '../storage/announcements.store.ts';
import { readingSql } from '../storage/sql.ts';

/** What was announced, the newest first: the same for everybody. */
export async function announcements(scope: Scope, request: PageRequest): Promise<Page<SentAnnouncement>> {
  const rows = await announcementRows(readingSql(scope.em), request);
  return pageOf(rows, request.first, ({ id }) => [id]);
}

export async function announcement(scope: Scope, id: string): Promise<SentAnnouncement | null> {
  return announcementById(readingSql(scope.em), id);
}
