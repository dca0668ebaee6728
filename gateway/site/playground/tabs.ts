/** The registered operations of the tour, as they were when the bundle was built; schema:check keeps them valid. */
const operations = import.meta.glob<string>('../../../schema/operations/playground/*.graphql', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** The tabs of a first visit, in this order: one operation per subgraph, something to watch, something to do. */
export const firstTabs = [
  { query: operation('who-am-i') },
  { query: operation('my-progress') },
  { query: operation('watch-xp') },
  {
    query: operation('complete-my-profile'),
    variables: JSON.stringify(
      {
        input: {
          expectedVersion: 1,
          bio: 'I build things that people come back to, and I look for others who do.',
          location: 'Lisbon',
          experienceStartDate: '2019-04-01',
          interests: ['energy', 'tools'],
        },
      },
      null,
      2,
    ),
  },
  { query: operation('my-wallet') },
  { query: operation('watch-wallet') },
  {
    query: operation('send-buz'),
    variables: JSON.stringify(
      {
        input: {
          toUserId: 'the id of a counterparty',
          amount: '5',
          memo: 'Coffee',
          idempotencyKey: 'my-first-transfer',
        },
      },
      null,
      2,
    ),
  },
];

function operation(name: string): string {
  const text = operations[`../../../schema/operations/playground/${name}.graphql`];
  if (text === undefined) throw new Error(`schema/operations/playground/${name}.graphql is missing`);
  return text;
}
