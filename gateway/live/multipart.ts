import type { Framing } from './framing.ts';
import { textOf } from './event-text.ts';

const BOUNDARY = 'graphql';
const HEAD = 'content-type: application/json; charset=utf-8\r\n\r\n';

/** Begins a multipart body: everything after it is a part. */
export const FIRST_BOUNDARY = `\r\n--${BOUNDARY}\r\n`;

/** One part and the boundary behind it: without that, a reader would have to wait for the next part to know this one's end. */
export function partOf(body: unknown, isLast: boolean): string {
  return part(JSON.stringify(body), isLast);
}

function part(text: string, isLast: boolean): string {
  return `${HEAD}${text}\r\n--${BOUNDARY}${isLast ? '--' : ''}\r\n`;
}

export function multipartType(specification: string): string {
  return `multipart/mixed; boundary="${BOUNDARY}"; ${specification}`;
}

/**
 * Subscriptions for Apollo clients, by their multipart protocol 1.0: results in `payload`; an empty object is a heartbeat; `payload: null`
 * with errors is the last word of the door.
 */
export const multipartSubscription: Framing = {
  road: 'multipart',
  contentType: multipartType('subscriptionSpec=1.0'),
  open: FIRST_BOUNDARY,
  heartbeat: partOf({}, false),
  next: (result) => part(`{"payload":${textOf(result)}}`, false),
  complete: partOf({ payload: null }, true),
  closed: (error) => partOf({ payload: null, errors: [error] }, true),
};
