import type { Session } from './session.ts';

/**
 * A fetch with the session's token on it. Refused with 401, it renews once and asks again: a token ends early when roles or
 * permissions changed, and the next one says what is true now.
 */
export function authorisedFetch(session: Session, plain: typeof fetch): typeof fetch {
  return async (input, init) => {
    const headers = new Headers(init?.headers);
    const send = (token: string | null) => {
      if (token !== null) headers.set('authorization', `Bearer ${token}`);
      return plain(input, { ...init, headers, credentials: 'same-origin' });
    };
    // What somebody typed into the headers editor wins: that is what the editor is for.
    if (headers.has('authorization')) return send(null);
    const token = await session.freshToken();
    const response = await send(token);
    if (response.status !== 401 || token === null) return response;
    await session.renew();
    const renewed = await session.freshToken();
    return renewed === null || renewed === token ? response : send(renewed);
  };
}
