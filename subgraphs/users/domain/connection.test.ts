import { expect, test } from '@jest/globals';
import { ASK_AGAIN_AFTER_MS, UserConnection } from './connection.ts';
import type { ConnectionStatus } from './connection.ts';
import { editPortfolioItem, PortfolioItem } from './portfolio-item.ts';
import { maySeeSection, maySeeUser } from './policy.ts';
import type { Asker, SubjectOfView } from './policy.ts';

const now = new Date('2026-01-01T00:00:00Z');

function pair(status: ConnectionStatus): UserConnection {
  const respondedAt = status === 'PENDING' ? null : now;
  return Object.assign(new UserConnection(), {
    id: 'c',
    requesterId: 'ann',
    targetId: 'bob',
    kind: 'FRIEND',
    status,
    requestedAt: now,
    respondedAt,
  });
}

test('two who ask each other are connected; asking twice is one request', () => {
  const open = pair('PENDING');
  expect(open.askAgain('ann', 'FRIEND', now)).toEqual({ accepted: false });
  expect(open.askAgain('bob', 'FRIEND', now)).toEqual({ accepted: true });
  expect(open.status).toBe('ACCEPTED');
  expect(open.askAgain('ann', 'FRIEND', now)).toMatchObject({ name: 'AlreadyConnected' });
});

test('a rejected person is not told, and asks in vain for 30 days; the one who rejected may change his mind at once', () => {
  const refused = pair('REJECTED');
  expect(refused.statusFor('ann')).toBe('PENDING');
  expect(refused.statusFor('bob')).toBe('REJECTED');
  refused.askAgain('ann', 'FRIEND', new Date(now.getTime() + ASK_AGAIN_AFTER_MS - 1));
  expect(refused.status).toBe('REJECTED');
  refused.askAgain('ann', 'FRIEND', new Date(now.getTime() + ASK_AGAIN_AFTER_MS));
  expect(refused.status).toBe('PENDING');
  const regretted = pair('REJECTED');
  regretted.askAgain('bob', 'MENTOR', now);
  expect(regretted).toMatchObject({
    requesterId: 'bob',
    targetId: 'ann',
    status: 'PENDING',
    kind: 'MENTOR',
    respondedAt: null,
  });
});

test('only the one who was asked answers, once; a third person finds nothing', () => {
  expect(pair('PENDING').respond('ann', true, now)?.name).toBe('NotFound');
  expect(pair('PENDING').respond('eve', true, now)?.name).toBe('NotFound');
  const open = pair('PENDING');
  expect(open.respond('bob', false, now)).toBeNull();
  expect(open.respond('bob', true, now)?.name).toBe('ConnectionNotPending');
});

test('the asker withdraws an open request and either side ends a connection; a rejection cannot be deleted by the rejected', () => {
  expect(pair('PENDING').refuseCancel('ann')).toBeNull();
  expect(pair('PENDING').refuseCancel('bob')?.name).toBe('ConnectionNotPending');
  expect(pair('ACCEPTED').refuseCancel('bob')).toBeNull();
  expect(pair('REJECTED').refuseCancel('ann')?.name).toBe('ConnectionNotPending');
  expect(pair('ACCEPTED').refuseCancel('eve')?.name).toBe('NotFound');
});

test('a portfolio item takes https links only, 1 to 120 characters of title and 300 of summary', () => {
  const item = Object.assign(new PortfolioItem(), { title: 'before' });
  const wrong = (edit: object): string[] => editPortfolioItem(item, edit)?.issues.map((issue) => issue.field) ?? [];
  expect(wrong({ title: ' ', summary: 'x'.repeat(301), externalUrl: 'http://example.org' })).toEqual([
    'title',
    'summary',
    'externalUrl',
  ]);
  expect(item.title).toBe('before');
  expect(wrong({ title: 'x'.repeat(120), externalUrl: 'https://example.org', isPublic: false })).toEqual([]);
  expect(item).toMatchObject({ isPublic: false, summary: null });
});

test('who sees a user: himself, administrators, and signed-in people when he is active and public or connected', () => {
  const subject: SubjectOfView = {
    id: 'u',
    status: 'ACTIVE',
    isPublic: true,
    showActivity: false,
    showSkills: true,
    showReputation: false,
    connected: false,
  };
  const asker = (over: Partial<Asker>): Asker => ({ kind: 'user', userId: 'v', permissions: ['user.read'], ...over });
  expect(maySeeUser(asker({}), subject)).toBe(true);
  expect(maySeeUser(asker({ kind: 'anonymous', userId: null }), subject)).toBe(false);
  expect(maySeeUser(asker({}), { ...subject, isPublic: false })).toBe(false);
  expect(maySeeUser(asker({}), { ...subject, isPublic: false, connected: true })).toBe(true);
  for (const status of ['PENDING', 'SUSPENDED', 'INACTIVE'] as const) {
    expect(maySeeUser(asker({}), { ...subject, status, connected: true })).toBe(false);
    expect(maySeeUser(asker({ userId: 'u' }), { ...subject, status })).toBe(true);
    expect(maySeeUser(asker({ permissions: ['user.update'] }), { ...subject, status, isPublic: false })).toBe(true);
  }
  expect(maySeeSection(asker({}), subject, 'skills')).toBe(true);
  expect(maySeeSection(asker({}), subject, 'activity')).toBe(false);
  expect(maySeeSection(asker({ userId: 'u' }), subject, 'activity')).toBe(true);
  expect(maySeeSection(asker({}), { ...subject, isPublic: false }, 'skills')).toBe(false);
});
