import {
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type GraphQLCompositeType,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { isIncluded, type Collecting } from '../plan/collect-fields.ts';
import { responseKey } from '../plan/selections.ts';
import { deferLabelOf } from './decide-defers.ts';

/** One field on the way from an answered part to a fragment that was deferred in it. */
export interface Hop {
  /** Types that the object must be of for the field to be on the way. */
  readonly within: readonly string[];
  readonly key: string;
  /** What the field gives, lists left aside. */
  readonly type: GraphQLCompositeType;
}

/** A fragment that is answered later, on every object that its place stands for. */
export interface DeferredFragment {
  /** Ours: what the planner calls it. */
  readonly label: string;
  /** What the objects are, as far as the schema knows, that the hops begin at. */
  readonly from: GraphQLCompositeType;
  readonly hops: readonly Hop[];
  readonly within: readonly string[];
  /** What the objects that it applies to are, as far as the schema knows. */
  readonly type: GraphQLCompositeType;
  /** Without what is deferred further. */
  readonly selectionSet: SelectionSetNode;
  readonly children: readonly DeferredFragment[];
}

export interface Divided {
  /** What is answered at once. */
  readonly selectionSet: SelectionSetNode;
  readonly deferred: readonly DeferredFragment[];
}

/** Takes an operation apart along its @defer directives; what @skip and @include leave out is not there. */
export function divide(operation: OperationDefinitionNode, collecting: Collecting): Divided {
  const root = collecting.schema.getRootType(operation.operation)!;
  return new Division(collecting).of(operation.selectionSet, root);
}

/** Where the walk is, counted from the part that it is in. */
interface Place {
  readonly from: GraphQLCompositeType;
  readonly hops: readonly Hop[];
  readonly within: readonly string[];
  readonly type: GraphQLCompositeType;
}

class Division {
  readonly #collecting: Collecting;

  constructor(collecting: Collecting) {
    this.#collecting = collecting;
  }

  /** The selection stands on one type, and its objects may be known to be of a narrower one. */
  of(set: SelectionSetNode, objects: GraphQLCompositeType, type = objects): Divided {
    const deferred: DeferredFragment[] = [];
    return {
      selectionSet: this.#walk(set, type, { from: objects, hops: [], within: [], type: objects }, deferred),
      deferred,
    };
  }

  #walk(set: SelectionSetNode, type: GraphQLCompositeType, place: Place, deferred: DeferredFragment[]) {
    const keep = (selection: SelectionNode): SelectionNode[] => {
      if (!isIncluded(selection, this.#collecting.condition)) return [];
      if (selection.kind === Kind.FRAGMENT_SPREAD)
        throw new Error('fragments are written out before they are deferred');
      if (selection.kind === Kind.FIELD) {
        if (!selection.selectionSet) return [selection];
        const below = this.#typeOf(type, selection.name.value);
        const hop: Hop = { within: place.within, key: responseKey(selection), type: below };
        const there: Place = { ...place, hops: [...place.hops, hop], within: [], type: below };
        return [{ ...selection, selectionSet: this.#walk(selection.selectionSet, below, there, deferred) }];
      }
      const condition = selection.typeCondition?.name.value;
      const narrowed = condition === undefined ? type : this.#composite(condition);
      const within = condition === undefined ? place.within : [...place.within, condition];
      const label = deferLabelOf(selection);
      if (label === undefined) {
        const selectionSet = this.#walk(selection.selectionSet, narrowed, { ...place, within }, deferred);
        return [{ ...selection, selectionSet }];
      }
      const objects = isObjectType(place.type) ? place.type : narrowed;
      const { selectionSet, deferred: children } = this.of(selection.selectionSet, objects, narrowed);
      deferred.push({ label, from: place.from, hops: place.hops, within, type: objects, selectionSet, children });
      return [];
    };
    return { ...set, selections: set.selections.flatMap(keep) };
  }

  #typeOf(type: GraphQLCompositeType, field: string): GraphQLCompositeType {
    const fields = isObjectType(type) || isInterfaceType(type) ? type.getFields() : {};
    const output = fields[field] && getNamedType(fields[field].type);
    if (!output || !isCompositeType(output)) throw new Error(`nothing can be selected below ${type.name}.${field}`);
    return output;
  }

  #composite(name: string): GraphQLCompositeType {
    const type = this.#collecting.schema.getType(name);
    if (!isCompositeType(type)) throw new Error(`no composite type ${name}`);
    return type;
  }
}
