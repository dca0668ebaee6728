import { buildSchema } from 'graphql';
import type { SubgraphText } from '../compose.ts';
import { unchargeable } from './cost.ts';
import { borrowedPrivacy } from './borrowed-privacy.ts';
import { vagueDeprecations } from './deprecations.ts';
import { undescribed } from './descriptions.ts';
import type { Finding } from './finding.ts';
import { untaggedMoneyActs } from './money-acts.ts';
import { inexactMoney } from './money.ts';
import { brokenRefusal, misnamedMutations } from './mutations.ts';
import { wronglyRequired } from './nullability.ts';

/** The conventions of the graph (docs/architecture.md, "The graph's conventions") that a program can check. */
export function lintSchema(subgraphs: readonly SubgraphText[], api: string): Finding[] {
  const schema = buildSchema(api);
  return [
    ...subgraphs.flatMap(undescribed),
    ...wronglyRequired(subgraphs),
    ...misnamedMutations(schema),
    ...brokenRefusal(schema),
    ...inexactMoney(schema),
    ...subgraphs.flatMap(untaggedMoneyActs),
    ...subgraphs.flatMap(unchargeable),
    ...subgraphs.flatMap(vagueDeprecations),
    ...borrowedPrivacy(subgraphs),
  ];
}
