import { useGraphiQL, useGraphiQLActions, type GraphiQLPlugin } from '@graphiql/react';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { AccountPanel } from './account-panel.tsx';
import { lastEmail } from './browser.ts';
import { firstTabs } from './tabs.ts';
import { createTransport } from './transport.ts';
import { useSession } from './use-session.ts';

const fetcher = createTransport();

const ACCOUNT_PLUGIN: GraphiQLPlugin = { title: 'Account', icon: AccountIcon, content: AccountPanel };
const PLUGINS = [ACCOUNT_PLUGIN, HISTORY_PLUGIN];

/** GraphiQL with an account: sign in at the left, the token goes onto every request and socket by itself. */
export function Playground() {
  return (
    <>
      <h1 className="unseen">Playground</h1>
      <GraphiQL
        fetcher={fetcher}
        plugins={PLUGINS}
        visiblePlugin={ACCOUNT_PLUGIN}
        defaultTabs={firstTabs}
        defaultEditorToolsVisibility={false}
        inputValueDeprecation
        schemaDescription
      >
        <GraphiQL.Logo>
          <AccountChip />
        </GraphiQL.Logo>
      </GraphiQL>
    </>
  );
}

/** Top right: whose eyes the answers are for. Opens and closes the account panel. */
function AccountChip() {
  const session = useSession();
  const { setVisiblePlugin } = useGraphiQLActions();
  const visible = useGraphiQL((state) => state.visiblePlugin);
  const isOpen = visible?.title === ACCOUNT_PLUGIN.title;
  const signedIn = session.status === 'signedIn';
  return (
    <button
      type="button"
      className={signedIn ? 'account-chip account-chip-in' : 'account-chip'}
      aria-expanded={isOpen}
      title="Account"
      onClick={() => setVisiblePlugin(isOpen ? null : ACCOUNT_PLUGIN)}
    >
      <span className="account-dot" aria-hidden="true" />
      {signedIn ? lastEmail() : session.status === 'starting' ? 'One moment' : 'Sign in'}
    </button>
  );
}

function AccountIcon() {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <circle cx="12" cy="8" r="4" />
      <path d="M4 21c.8-4.2 4-6.5 8-6.5s7.2 2.3 8 6.5" />
    </svg>
  );
}
