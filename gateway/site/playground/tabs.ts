/** One tab of the playground as it opens for a newcomer. */
export interface Tab {
  readonly query: string;
  readonly variables?: string;
}

/** The registered operations of the graph, where they exist when the bundle is built. */
const registered = import.meta.glob<string>('../../../schema/operations/**/*.graphql', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** Shown first, in this order: one operation per subgraph, then something to watch and something to do. */
const TOUR: readonly { file: string; otherwise: Tab }[] = [
  {
    file: 'who-am-i',
    otherwise: {
      query: `# 1. Who am I? The users subgraph answers.
#    Sign in first: the key in the left bar opens the Account panel.
#    Run with Ctrl+Enter.
query WhoAmI {
  me {
    id
    profile {
      displayName
    }
  }
}
`,
    },
  },
  {
    file: 'my-progress',
    otherwise: {
      query: `# 2. One query, two subgraphs: users knows the name, gamification knows XP and level.
query MyProgress {
  me {
    id
    profile {
      displayName
    }
    gamification {
      xp
      level
    }
  }
}
`,
    },
  },
  {
    file: 'watch-xp',
    otherwise: {
      query: `# 3. Live: run this, leave it running, then run tab 4 (or do it in another window).
subscription WatchXp {
  xpAwarded {
    amount
    activity
    user {
      profile {
        displayName
      }
    }
  }
}
`,
    },
  },
];

/** The tabs of a first visit. */
export const firstTabs: Tab[] = TOUR.map(({ file, otherwise }) => {
  const path = Object.keys(registered).find((name) => name.endsWith(`/${file}.graphql`));
  const query = path === undefined ? undefined : registered[path];
  return query === undefined ? otherwise : { ...otherwise, query };
});
