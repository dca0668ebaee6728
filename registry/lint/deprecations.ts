import { Kind, parse, visit, type ConstDirectiveNode } from 'graphql';
import type { SubgraphText } from '../compose.ts';
import type { Finding } from './finding.ts';

const DATE = /\b\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\b/;

/** `@deprecated(reason: "Use fullName. Removed on 2027-03-01.")`: what to use instead, and the ISO date of its removal. */
export function vagueDeprecations({ name, sdl }: SubgraphText): Finding[] {
  const found: Finding[] = [];
  const path: string[] = [];
  visit(parse(sdl), {
    enter(node) {
      if ('name' in node && node.name?.kind === Kind.NAME && node.kind !== Kind.DIRECTIVE) path.push(node.name.value);
      if (node.kind === Kind.DIRECTIVE && node.name.value === 'deprecated') {
        const reason = reasonOf(node as ConstDirectiveNode);
        if (!DATE.test(reason) || reason.replace(DATE, '').trim().length < 10) {
          found.push({
            check: 'deprecation',
            where: `${name} ${path.join('.')}`,
            message: `says what to use instead and the removal date as YYYY-MM-DD; it says "${reason}"`,
          });
        }
      }
    },
    leave(node) {
      if ('name' in node && node.name?.kind === Kind.NAME && node.kind !== Kind.DIRECTIVE) path.pop();
    },
  });
  return found;
}

function reasonOf(directive: ConstDirectiveNode): string {
  const value = directive.arguments?.find((arg) => arg.name.value === 'reason')?.value;
  return value?.kind === Kind.STRING ? value.value : 'No longer supported';
}
