import { isEnumType, type GraphQLLeafType } from 'graphql';

/** Whether a subgraph's value is one of the type as JSON has it; a custom scalar may be any. An ID may be an integer. */
export function isLeafValue(type: GraphQLLeafType, value: unknown): boolean {
  if (isEnumType(type)) return typeof value === 'string' && type.getValue(value) !== undefined;
  switch (type.name) {
    case 'String':
      return typeof value === 'string';
    case 'ID':
      return typeof value === 'string' || Number.isSafeInteger(value);
    case 'Int':
      return Number.isSafeInteger(value);
    case 'Float':
      return Number.isFinite(value);
    case 'Boolean':
      return typeof value === 'boolean';
    default:
      return true;
  }
}
