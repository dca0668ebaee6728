import { DEMO_ACCOUNTS, DEMO_PASSPHRASE } from './demo-accounts.ts';

/** The stylesheet of `/`: part of the page, allowed by its hash. */
export const LANDING_STYLE = `
:root{color-scheme:light dark;--ink:#1f2a3d;--soft:#4a5870;--line:#d5dbe6;--card:#fff;--ground:#f4f6fa;--accent:#0f766e;--on-accent:#fff}
@media (prefers-color-scheme:dark){:root{--ink:#e3e9f4;--soft:#aeb9cc;--line:#38445a;--card:#222c3d;--ground:#182130;--accent:#5eead4;--on-accent:#10312d}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.6 system-ui,'Segoe UI',sans-serif}
main{max-width:60rem;margin:0 auto;padding:3.5rem 1.25rem}
h1{margin:0;font-size:2.4rem;line-height:1.2;letter-spacing:-.02em}
h2{margin:2.5rem 0 .75rem;font-size:1.15rem}
p{max-width:42rem;color:var(--soft)}
a{color:var(--accent)}
a:focus-visible{outline:2px solid var(--accent);outline-offset:3px}
code{font:.9em ui-monospace,'Cascadia Code','DejaVu Sans Mono',monospace}
.main-link{display:inline-block;margin-top:.75rem;padding:.65rem 1.3rem;border-radius:.5rem;background:var(--accent);color:var(--on-accent);font-weight:600;text-decoration:none}
.main-link:hover{text-decoration:underline}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(17rem,1fr));gap:.75rem;margin:0;padding:0;list-style:none}
.cards li{padding:1rem 1.1rem;border:1px solid var(--line);border-radius:.75rem;background:var(--card)}
.cards span{display:block;color:var(--soft);font-size:.92rem}
.cards a{font-weight:600}
`;

const ICON =
  'data:image/svg+xml,' +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#0f766e"/>' +
      '<g stroke="#fff" stroke-width="2" fill="none"><path d="M16 6l9 5v10l-9 5-9-5V11z"/><path d="M7 11l9 5 9-5M16 16v10"/></g></svg>',
  );

/** What `/` shows: what this is and where to go; the playground and the demo accounts only in development. */
export function landingPage(options: { development: boolean }): string {
  const demo = options.development;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Venture OS</title>
<link rel="icon" href="${ICON}">
<style>${LANDING_STYLE}</style>
</head>
<body>
<main>
<h1>Venture OS</h1>
<p>One GraphQL graph for people who build ventures together. Every business behind it is a subgraph of its own;
this gateway is the one door to all of them: queries, mutations and live subscriptions.</p>
${demo ? '<a class="main-link" href="/playground">Open the playground</a>' : ''}
<h2>The door</h2>
<ul class="cards">
${links(demo).map(card).join('\n')}
</ul>
${demo ? demoAccounts() : ''}
</main>
</body>
</html>
`;
}

interface Place {
  readonly path: string;
  readonly link: boolean;
  readonly what: string;
}

function links(development: boolean): Place[] {
  const places: Place[] = [
    {
      path: '/graphql',
      link: false,
      what: 'POST a query or a mutation; subscribe by WebSocket (graphql-transport-ws).',
    },
    { path: '/health/live', link: true, what: 'Is the process up?' },
    { path: '/health/ready', link: true, what: 'Can it serve: database, migrations, keys?' },
    { path: '/.well-known/jwks.json', link: true, what: 'The public keys that verify access tokens.' },
  ];
  if (!development) return places;
  return [
    { path: '/playground', link: true, what: 'Sign in, explore the schema, run operations, watch events arrive.' },
    ...places,
    { path: 'docs/architecture.md', link: false, what: 'In the repository: how the house is built, and why.' },
  ];
}

function card({ path, link, what }: Place): string {
  return `<li>${link ? `<a href="${path}">${path}</a>` : `<code>${path}</code>`}<span>${what}</span></li>`;
}

function demoAccounts(): string {
  const rows = DEMO_ACCOUNTS.map(
    (account) => `<li><code>${account.email}</code><span>${account.title}: ${account.can}</span></li>`,
  );
  return `<h2>Demo accounts</h2>
<p>All with the password <code>${DEMO_PASSPHRASE}</code>. The playground signs in with one click.</p>
<ul class="cards">
${rows.join('\n')}
</ul>`;
}
