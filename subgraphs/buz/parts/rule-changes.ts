import type { Part } from '#chassis/mount/part';
import { ruleChangeAccess } from '../graphql/rule-change.access.ts';
import { RuleChangeResolver } from '../graphql/rule-change.resolver.ts';
import type { BuzPorts } from '../outside/ports.ts';

/** How two administrators change what things cost, and what is paid for doing them. */
export const ruleChangesPart: Part<BuzPorts> = { resolvers: [RuleChangeResolver], access: ruleChangeAccess };
