import {
  Kind,
  visit,
  type BooleanValueNode,
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { Lru } from '../plan/lru.ts';
import { eachField, fragmentBody, fragmentsOf, operationIn } from '../plan/selections.ts';

type Variables = Readonly<Record<string, unknown>>;

/** An operation in which every @defer that is left holds, under a label of ours that no other has. */
export interface Deferral {
  readonly document: DocumentNode;
  /** Tells deferrals of one operation apart that differ in what their variables decided. */
  readonly variant: string;
}

const MAX_VARIANTS = 8;
const decided = new WeakMap<OperationDefinitionNode, Lru<string, Deferral | 'nothing'>>();
const whole = new WeakMap<DocumentNode, DocumentNode>();

/** The document for a client that takes one whole answer: the same one when nothing in it is deferred. */
export function withoutDefer(document: DocumentNode): DocumentNode {
  let plain = whole.get(document);
  if (plain === undefined) {
    plain = visit(document, { Directive: (node) => (isDefer(node) ? null : undefined) });
    whole.set(document, plain);
  }
  return plain;
}

/**
 * Decides by the variables what is deferred, before planning: what is left holds always. Fragments are written out, so that each @defer has
 * one place. Undefined when nothing is deferred. (An operation that introspects is answered whole.)
 */
export function deferralOf(
  document: DocumentNode,
  operationName: string | undefined,
  variables: Variables,
): Deferral | undefined {
  if (withoutDefer(document) === document) return undefined;
  const operation = operationIn(document, operationName);
  const fragments = fragmentsOf(document);
  const values = new Map(
    [...conditionsOf(document)].map((name) => [name, valueOf(operation, name, variables)] as const),
  );
  const variant = `@${[...values.values()].map(Number).join('')}`;
  let known = decided.get(operation);
  if (known === undefined) decided.set(operation, (known = new Lru(MAX_VARIANTS)));
  let deferral = known.get(variant);
  if (deferral === undefined) {
    const labelled = introspects(operation, fragments) ? undefined : label(operation, fragments, values);
    deferral = labelled ? { document: { kind: Kind.DOCUMENT, definitions: [labelled] }, variant } : 'nothing';
    known.set(variant, deferral);
  }
  return deferral === 'nothing' ? undefined : deferral;
}

/** The client's own label, from ours. */
export function clientLabelIn(label: string): string | undefined {
  const at = label.indexOf(':');
  return at < 0 ? undefined : label.slice(at + 1);
}

/** The label of a deferred fragment in a document that was decided. */
export function deferLabelOf(selection: SelectionNode): string | undefined {
  const value = argumentOf(selection.directives?.find(isDefer), 'label');
  return value?.kind === Kind.STRING ? value.value : undefined;
}

export function isDefer(directive: DirectiveNode): boolean {
  return directive.name.value === 'defer';
}

/** Undefined when nothing is left to defer. */
function label(
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  values: ReadonlyMap<string, boolean>,
): OperationDefinitionNode | undefined {
  let count = 0;
  const holds = (defer: DirectiveNode): boolean => {
    const value = argumentOf(defer, 'if');
    if (value?.kind === Kind.VARIABLE) return values.get(value.name.value)!;
    return value?.kind !== Kind.BOOLEAN || value.value;
  };
  const labelled = (defer: DirectiveNode): DirectiveNode => {
    const own = argumentOf(defer, 'label');
    const text = `d${count++}${own?.kind === Kind.STRING ? `:${own.value}` : ''}`;
    const name = { kind: Kind.NAME, value: 'label' } as const;
    return { ...defer, arguments: [{ kind: Kind.ARGUMENT, name, value: { kind: Kind.STRING, value: text } }] };
  };
  const expand = (set: SelectionSetNode): SelectionSetNode => ({
    ...set,
    selections: set.selections.map((selection): SelectionNode => {
      if (selection.kind === Kind.FIELD)
        return selection.selectionSet ? { ...selection, selectionSet: expand(selection.selectionSet) } : selection;
      const { condition, selectionSet } = fragmentBody(selection, fragments);
      const directives = (selection.directives ?? []).flatMap((each) =>
        !isDefer(each) ? [each] : holds(each) ? [labelled(each)] : [],
      );
      return {
        kind: Kind.INLINE_FRAGMENT,
        ...(condition && {
          typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: condition } },
        }),
        directives,
        selectionSet: expand(selectionSet),
      };
    }),
  });
  const expanded = { ...operation, selectionSet: expand(operation.selectionSet) };
  return count > 0 ? expanded : undefined;
}

function introspects(
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): boolean {
  let found = false;
  eachField(operation.selectionSet, fragments, ({ name }) => {
    found ||= name.value === '__schema' || name.value === '__type';
  });
  return found;
}

function conditionsOf(document: DocumentNode): Set<string> {
  const names = new Set<string>();
  visit(document, {
    Directive(node) {
      const value = isDefer(node) ? argumentOf(node, 'if') : undefined;
      if (value?.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return names;
}

/** A value that is no Boolean was refused with the other variables: it decides nothing here. */
function valueOf(operation: OperationDefinitionNode, name: string, variables: Variables): boolean {
  const given = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (typeof given === 'boolean') return given;
  const definition = operation.variableDefinitions?.find(({ variable }) => variable.name.value === name);
  return (definition?.defaultValue as BooleanValueNode | undefined)?.value ?? true;
}

function argumentOf(directive: DirectiveNode | undefined, name: string) {
  return directive?.arguments?.find((argument) => argument.name.value === name)?.value;
}
