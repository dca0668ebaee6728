import { useEffect, useState } from 'react';
import { lastEmail } from './browser.ts';
import type { SessionState } from './session.ts';
import { SignInForm } from './sign-in-form.tsx';
import { signOut } from './sign-in.ts';
import { useSession } from './use-session.ts';

/** The panel at the left: a form for those who are out, the session for those who are in. */
export function AccountPanel() {
  const session = useSession();
  if (session.status === 'starting') return <p role="status">Looking for your session…</p>;
  if (session.status === 'signedOut') return <SignInForm />;
  return <SignedIn session={session} />;
}

function SignedIn({ session }: { session: Extract<SessionState, { status: 'signedIn' }> }) {
  const [leaving, setLeaving] = useState(false);
  const { claims } = session;
  const leave = () => {
    setLeaving(true);
    void signOut().catch(() => undefined);
  };
  return (
    <section className="account" aria-labelledby="account-title">
      <h2 id="account-title">Signed in</h2>
      <p className="account-who">{lastEmail()}</p>
      <dl>
        <dt>User id</dt>
        <dd>
          <code>{claims.sub}</code>
        </dd>
        <dt>Roles</dt>
        <dd>{claims.roles.join(', ') || 'none'}</dd>
        <dt>Access token</dt>
        <dd>
          good for <Countdown untilMs={session.expiresAtMs} />, renews by itself
        </dd>
      </dl>
      <details>
        <summary>{claims.permissions.length} permissions</summary>
        <ul className="account-permissions">
          {claims.permissions.map((permission) => (
            <li key={permission}>
              <code>{permission}</code>
            </li>
          ))}
        </ul>
      </details>
      <div className="account-actions">
        <CopyToken token={session.token} />
        <button type="button" className="account-button" onClick={leave} disabled={leaving}>
          Sign out
        </button>
      </div>
    </section>
  );
}

function CopyToken({ token }: { token: string }) {
  const [copied, setCopied] = useState('');
  useEffect(() => setCopied(''), [token]);
  const copy = () =>
    void navigator.clipboard.writeText(token).then(
      () => setCopied('Copied'),
      () => setCopied('The browser refused'),
    );
  return (
    <button type="button" className="account-button" onClick={copy}>
      <span aria-live="polite">{copied || 'Copy access token'}</span>
    </button>
  );
}

function Countdown({ untilMs }: { untilMs: number }) {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.round((untilMs - nowMs) / 1000));
  return (
    <time>
      {Math.floor(seconds / 60)}:{String(seconds % 60).padStart(2, '0')} min
    </time>
  );
}
