import { useEffect, useId, useRef, useState, type FormEvent } from 'react';
import { DEMO_ACCOUNTS, DEMO_PASSPHRASE } from '../demo-accounts.ts';
import { lastEmail } from './browser.ts';
import { completeMfa, signIn, type SignInOutcome } from './sign-in.ts';

/** Where the form stands: the password, or the second factor that the account asks for. */
type Step = { name: 'password' } | { name: 'code'; challengeToken: string; email: string };

/** Signs in with e-mail and password, then with a code when one is asked for; demo accounts by one click. */
export function SignInForm({ demo = true }: { readonly demo?: boolean }) {
  const [step, setStep] = useState<Step>({ name: 'password' });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');

  const attempt = async (email: string, ask: () => Promise<SignInOutcome>) => {
    setBusy(true);
    setProblem('');
    const outcome = await ask().catch((): SignInOutcome => ({
      kind: 'refused',
      message: 'The server did not answer.',
    }));
    setBusy(false);
    if (outcome.kind === 'refused') setProblem(outcome.message);
    if (outcome.kind === 'challenge') setStep({ name: 'code', challengeToken: outcome.challengeToken, email });
  };

  return (
    <section className="account" aria-labelledby="account-title">
      <h2 id="account-title">{step.name === 'password' ? 'Sign in' : 'Second factor'}</h2>
      {step.name === 'password' ? (
        <PasswordStep busy={busy} onSubmit={(email, password) => void attempt(email, () => signIn(email, password))} />
      ) : (
        <CodeStep
          busy={busy}
          onSubmit={(code) => void attempt(step.email, () => completeMfa(step.challengeToken, code, step.email))}
          onBack={() => setStep({ name: 'password' })}
        />
      )}
      <p className="account-problem" role="alert">
        {problem}
      </p>
      {demo && step.name === 'password' && (
        <DemoAccounts busy={busy} onPick={(email) => void attempt(email, () => signIn(email, DEMO_PASSPHRASE))} />
      )}
    </section>
  );
}

interface PasswordStepProps {
  readonly busy: boolean;
  onSubmit(email: string, password: string): void;
}

function PasswordStep({ busy, onSubmit }: PasswordStepProps) {
  const id = useId();
  const [email, setEmail] = useState(lastEmail);
  const [password, setPassword] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit(email, password);
  };
  return (
    <form onSubmit={submit}>
      <label htmlFor={`${id}email`}>E-mail</label>
      <input
        id={`${id}email`}
        type="email"
        autoComplete="username"
        required
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <label htmlFor={`${id}password`}>Password</label>
      <input
        id={`${id}password`}
        type="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <button type="submit" className="account-button account-button-main" disabled={busy}>
        {busy ? 'Signing in…' : 'Sign in'}
      </button>
    </form>
  );
}

interface CodeStepProps {
  readonly busy: boolean;
  onSubmit(code: string): void;
  onBack(): void;
}

function CodeStep({ busy, onSubmit, onBack }: CodeStepProps) {
  const id = useId();
  const [code, setCode] = useState('');
  const field = useRef<HTMLInputElement>(null);
  // The field takes the place of the one that had the focus.
  useEffect(() => field.current?.focus(), []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit(code.trim());
  };
  return (
    <form onSubmit={submit}>
      <label htmlFor={id}>Code from your authenticator, or a recovery code</label>
      <input
        id={id}
        ref={field}
        autoComplete="one-time-code"
        spellCheck={false}
        required
        value={code}
        onChange={(event) => setCode(event.target.value)}
      />
      <button type="submit" className="account-button account-button-main" disabled={busy}>
        {busy ? 'Checking…' : 'Continue'}
      </button>
      <button type="button" className="account-button" onClick={onBack}>
        Back
      </button>
    </form>
  );
}

function DemoAccounts({ busy, onPick }: { readonly busy: boolean; onPick(email: string): void }) {
  return (
    <div className="account-demo">
      <h3 id="demo-accounts">Or as a demo account</h3>
      <ul aria-labelledby="demo-accounts">
        {DEMO_ACCOUNTS.map((account) => (
          <li key={account.email}>
            <button type="button" disabled={busy} onClick={() => onPick(account.email)}>
              <strong>{account.title}</strong>
              <span>{account.can}</span>
              <code>{account.email}</code>
            </button>
          </li>
        ))}
      </ul>
      <p>
        They all have the password <code>{DEMO_PASSPHRASE}</code> and exist in development only.
      </p>
    </div>
  );
}
