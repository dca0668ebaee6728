import { whyUnforwardable } from './unforwardable.ts';

/** One header of clients that may reach subgraphs. */
export interface ForwardRule {
  /** In lower case. */
  readonly header: string;
  /** The only ones that are told; all of them when undefined. */
  readonly subgraphs: readonly string[] | undefined;
}

/** They travel in every call, and in one header of it. */
const MAX_RULES = 8;

/** `header` for every subgraph, `header=one+other` for some, separated by commas; `none` for no header at all. Throws what is wrong with it. */
export function readForwardRules(text: string): readonly ForwardRule[] {
  if (text.trim() === 'none') return [];
  const rules = text
    .split(',')
    .filter((part) => part.trim() !== '')
    .map(ruleOf);
  const twice = rules.find(({ header }, at) => rules.findIndex((rule) => rule.header === header) < at);
  if (twice) throw new Error(`${twice.header} is named twice: name all its subgraphs at once (header=one+other)`);
  if (rules.length > MAX_RULES) throw new Error(`at most ${MAX_RULES} headers are handed on`);
  return rules;
}

function ruleOf(text: string): ForwardRule {
  const [name, names, rest] = text.split('=').map((part) => part.trim());
  const header = name!.toLowerCase();
  const why = whyUnforwardable(header);
  if (why !== undefined) throw new Error(`${header.slice(0, 64)} cannot be handed on: ${why}`);
  if (names === undefined) return { header, subgraphs: undefined };
  const subgraphs = names.split('+').map((one) => one.trim());
  if (rest !== undefined || subgraphs.some((one) => !/^[\w-]+$/.test(one)))
    throw new Error(`subgraphs are expected after ${header}=, as in ${header}=users+buz`);
  return { header, subgraphs };
}
