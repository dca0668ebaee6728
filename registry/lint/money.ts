import { getNamedType, isInputObjectType, isObjectType, type GraphQLSchema, type GraphQLType } from 'graphql';
import type { Finding } from './finding.ts';

/** Words by which a field says that it holds BUZ or money. */
const MONEY =
  /(^|[a-z])(amount|balance|price|cost|fee|available|held|staked|principal|reward|penalty|budget|needed|payout|volume|supply)s?$/i;

/** Money is exact: a field that is called as money may not be a Float, and not an Int either, which ends at 2^31. */
export function inexactMoney(schema: GraphQLSchema): Finding[] {
  return Object.values(schema.getTypeMap()).flatMap((type) => {
    if (type.name.startsWith('__') || !(isObjectType(type) || isInputObjectType(type))) return [];
    return Object.values(type.getFields())
      .filter((field) => MONEY.test(field.name) && !isPoints(type.name, field.name))
      .filter((field) => ['Float', 'Int'].includes(nameOf(field.type)))
      .map((field) => ({
        check: 'money',
        where: `${type.name}.${field.name}`,
        message: `is ${nameOf(field.type)}: an amount is a decimal string (BuzAmount, Money)`,
      }));
  });
}

const nameOf = (type: GraphQLType): string => getNamedType(type).name;

/** XP are whole points of a game, not money. */
function isPoints(type: string, field: string): boolean {
  return /^(Quest|Badge|Streak|Goal)|Xp/.test(type) || /xp/i.test(field);
}
