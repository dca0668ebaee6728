import { SignInForm } from '../sign-in-form.tsx';
import { signOut } from '../sign-in.ts';
import { useSession } from '../use-session.ts';
import { useAccount, type Account, type Happening } from './use-account.ts';

/** `/` until there is a web client: sign in, and watch XP and BUZ move. */
export function Home({ development }: { readonly development: boolean }) {
  const session = useSession();
  return (
    <>
      <header className="home-head">
        <h1>Venture OS</h1>
        {development && <a href="/playground">Open the playground</a>}
        {session.status === 'signedIn' && (
          <button type="button" className="account-button" onClick={() => void signOut().catch(() => undefined)}>
            Sign out
          </button>
        )}
      </header>
      {session.status === 'starting' && <p role="status">Looking for your session…</p>}
      {session.status === 'signedOut' && <SignInForm demo={development} />}
      {session.status === 'signedIn' && <Standing key={session.claims.sub} />}
    </>
  );
}

function Standing() {
  const { account, happenings, problem } = useAccount();
  return (
    <>
      <p className="home-problem" role="alert">
        {problem}
      </p>
      {account === null ? <p role="status">Asking the graph…</p> : <Figures account={account} />}
      <Happenings happenings={happenings} />
    </>
  );
}

function Figures({ account }: { readonly account: Account }) {
  const { me, wallet } = account;
  const game = me?.gamification;
  return (
    <section className="home-figures" aria-label="Where you stand">
      <article>
        {me?.avatar && <img src={me.avatar.url} alt="" width={56} height={56} />}
        <h2>{me?.displayName ?? 'You'}</h2>
        <p>{game?.level ? `Level: ${game.level.name}` : 'No level yet'}</p>
      </article>
      <article>
        <h2>XP</h2>
        <p className="home-number" aria-live="polite" data-figure="xp">
          {game?.xp ?? '–'}
        </p>
        <progress max={100} value={game?.progressPercent ?? 0} aria-label="Way to the next level" />
        {game?.nextLevel && (
          <p>
            {game.nextLevel.name} from {game.nextLevel.xpFrom} XP
          </p>
        )}
      </article>
      <article>
        <h2>BUZ</h2>
        <p className="home-number" aria-live="polite" data-figure="buz">
          {wallet?.available ?? '–'}
        </p>
        <p>{wallet ? 'available' : 'no wallet yet'}</p>
      </article>
    </section>
  );
}

function Happenings({ happenings }: { readonly happenings: readonly Happening[] }) {
  return (
    <section aria-labelledby="happenings">
      <h2 id="happenings">As it happens</h2>
      {happenings.length === 0 && <p>Nothing yet: leave this page open and do something elsewhere.</p>}
      <ol className="home-happenings">
        {happenings.map(({ key, at, words }) => (
          <li key={key}>
            <time dateTime={at.toISOString()}>{at.toLocaleTimeString()}</time> {words}
          </li>
        ))}
      </ol>
    </section>
  );
}
