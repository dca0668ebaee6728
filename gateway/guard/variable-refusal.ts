import { GraphQLError } from 'graphql';
import { refuse } from './refusals.ts';

const LONGEST_REASON = 300;

/**
 * What is wrong with a variable, and where. graphql-js writes the whole value into its sentence, and the value may hold a password that
 * then lies in every log of errors on the client's side.
 */
export function variableRefusal(fault: GraphQLError): GraphQLError {
  const { extensions } = refuse('BAD_USER_INPUT', '');
  return new GraphQLError(worded(fault), { nodes: fault.nodes, extensions });
}

function worded({ message, originalError }: GraphQLError): string {
  const reason = originalError?.message;
  if (reason === undefined || !message.endsWith(`; ${reason}`)) return message.slice(0, LONGEST_REASON);
  const head = message.slice(0, -reason.length - 2);
  const name = /^Variable "\$\w+"/.exec(head)?.[0] ?? 'A variable';
  const place = / at "[\w.[\]]+"$/.exec(head)?.[0] ?? '';
  return `${name} got an invalid value${place}; ${reason.slice(0, LONGEST_REASON)}`;
}
