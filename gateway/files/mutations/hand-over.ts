import { GraphQLError, OperationTypeNode } from 'graphql';
import { hand, type FileReference } from '#chassis/files/reference';
import type { Caller } from '#chassis/identity/caller';
import type { Log } from '#chassis/log/log';
import { CLIENT_TIMEOUT_MS } from '../../guard/limits.ts';
import type { RateLimits } from '../../guard/rate-limits.ts';
import { refuse } from '../../guard/refusals.ts';
import type { FileKeys } from '../file-keys.ts';
import type { Intake } from '../intake/intake.ts';
import { HANDING_MS, UPLOAD_LIMITS } from '../limits.ts';
import type { FileRecords } from '../records/records.ts';
import type { Removal } from '../removal.ts';
import type { FoundUpload, FoundUploads } from './find-uploads.ts';
import { issue, slotOf, type Slot } from './slot.ts';

export interface HandOverParts {
  readonly records: FileRecords;
  readonly intake: Intake;
  readonly removal: Removal;
  readonly keys: FileKeys;
  readonly rates: RateLimits;
  readonly log: Log;
}

interface Outcome {
  readonly file?: FileReference;
  /** A refusal, or what was thrown. */
  readonly fault?: unknown;
}

/** An operation whose files lie in the store. */
export interface HandedOver {
  readonly variables: Readonly<Record<string, unknown>>;
  /** With the whole time of an operation still before it: the upload has had its own. */
  readonly caller: Caller;
  /** To be called when the mutation was answered: what its subgraph did not keep, or no longer keeps, is removed. */
  settleFiles(result: { readonly errors?: readonly unknown[] }): Promise<void>;
}

/**
 * The last step of admitting a mutation that takes files: only now their bytes are read, and stored; the subgraph is given references
 * under a proof that they were uploaded by this person for this purpose, just now.
 */
export class HandOver {
  constructor(private readonly parts: HandOverParts) {}

  async take(
    { variables, found, homeless }: FoundUploads,
    caller: Caller,
    kind: OperationTypeNode,
  ): Promise<HandedOver | readonly GraphQLError[]> {
    const refused = homeless
      ? refuse('BAD_USER_INPUT', 'No file is taken in this place.')
      : await this.refusal(found, caller, kind);
    if (refused) return [refused];
    const outcomes = await this.receiveAll(found, caller);
    const taken = outcomes.filter((outcome) => outcome.file).map(({ file }) => file!);
    const fault = outcomes.find((outcome) => outcome.fault !== undefined)?.fault;
    if (fault !== undefined) {
      await this.drop(taken);
      if (fault instanceof GraphQLError) return [fault];
      throw fault instanceof Error ? fault : new Error(String(fault));
    }
    const until = Date.now() + HANDING_MS;
    for (const [index, { put, subgraph, purpose }] of found.entries()) {
      const to = { userId: caller.userId!, purpose: purpose.name };
      put(issue(hand(taken[index]!, to, until, this.parts.keys.of(subgraph))));
    }
    return {
      variables,
      caller: { ...caller, deadline: Date.now() + CLIENT_TIMEOUT_MS },
      settleFiles: (result) => this.settle(found, taken, caller, result),
    };
  }

  private async refusal(
    found: readonly FoundUpload[],
    caller: Caller,
    kind: OperationTypeNode,
  ): Promise<GraphQLError | undefined> {
    if (kind !== OperationTypeNode.MUTATION) return refuse('BAD_USER_INPUT', 'Only a mutation takes files.');
    if (caller.kind !== 'user' || caller.userId === null) return refuse('UNAUTHENTICATED', 'Sign in to upload a file.');
    if (found.length > UPLOAD_LIMITS.files) return tooManyFiles();
    if (new Set(found.map(({ value }) => value)).size !== found.length)
      return refuse('BAD_USER_INPUT', 'A file is used in one place only.');
    for (const { value, subgraph, purpose } of found) {
      if (slotOf(value)) continue;
      const waiting = this.parts.keys.read(value);
      if (waiting?.ownerId !== caller.userId || waiting.subgraph !== subgraph || waiting.purpose !== purpose.name)
        return noSuchUpload();
    }
    const arriving = found.filter(({ value }) => slotOf(value)).length;
    return arriving === 0 ? undefined : this.parts.rates.uploads(caller, arriving);
  }

  /** All of them, or the first thing that went wrong: then the rest is no longer waited for. */
  private async receiveAll(found: readonly FoundUpload[], caller: Caller): Promise<readonly Outcome[]> {
    const slots = found.map(({ value }) => slotOf(value)).filter((slot) => slot !== undefined);
    const one = async (upload: FoundUpload): Promise<Outcome> => {
      const outcome = await outcomeOf(this.receive(upload, slotOf(upload.value), caller));
      if (outcome.fault !== undefined) for (const slot of slots) slot.abandon(outcome.fault);
      return outcome;
    };
    const outcomes = await Promise.all(found.map(one));
    if (outcomes.some(({ fault }) => fault !== undefined)) return outcomes;
    // the closing boundary: whatever else arrives after the files was never announced
    const endings = await Promise.all(slots.map((slot) => outcomeOf(slot.ended())));
    return [...outcomes, ...endings];
  }

  private async receive(
    { subgraph, purpose, value }: FoundUpload,
    slot: Slot | undefined,
    caller: Caller,
  ): Promise<FileReference | GraphQLError> {
    const { intake, records, keys } = this.parts;
    const ownerId = caller.userId!;
    if (slot) {
      const arriving = await slot.open();
      return intake.receive({ ownerId, subgraph, purpose }, arriving, { state: 'handed', lifeMs: HANDING_MS });
    }
    return (await records.claim(keys.read(value)!.id, ownerId, subgraph, purpose.name)) ?? noSuchUpload();
  }

  private async drop(taken: readonly FileReference[]): Promise<void> {
    await this.parts.removal
      .remove(
        taken.map(({ id }) => id),
        ['handed'],
      )
      .catch((error: unknown) => this.parts.log.warn({ err: error }, 'a refused upload is left to the sweep'));
  }

  /** An answer with errors may hide an effect that is still to come: the sweep asks later. */
  private async settle(
    found: readonly FoundUpload[],
    taken: readonly FileReference[],
    { userId }: Caller,
    result: { readonly errors?: readonly unknown[] },
  ): Promise<void> {
    if (result.errors?.length) return;
    const { records, removal, log } = this.parts;
    const places = new Map(
      found.map(({ subgraph, purpose }) => [`${subgraph} ${purpose.name}`, { subgraph, purpose }]),
    );
    try {
      for (const { subgraph, purpose } of places.values()) {
        const before = await records.keptFor(userId!, subgraph, purpose.name);
        const mine = taken.filter(
          (_, index) => found[index]!.subgraph === subgraph && found[index]!.purpose === purpose,
        );
        await removal.settle(subgraph, [...mine.map(({ id }) => id), ...before]);
      }
    } catch (error) {
      log.warn({ err: error }, 'the files of a mutation are left to the sweep');
    }
  }
}

async function outcomeOf(work: Promise<FileReference | GraphQLError | void>): Promise<Outcome> {
  try {
    const result = await work;
    return result instanceof GraphQLError ? { fault: result } : result ? { file: result } : {};
  } catch (error) {
    return { fault: error };
  }
}

/** Takes the files of an operation, where files are taken; nothing to do for one without any. */
export async function takeFiles(
  handOver: HandOver | undefined,
  uploads: FoundUploads | undefined,
  caller: Caller,
  kind: OperationTypeNode,
): Promise<HandedOver | Record<never, never> | readonly GraphQLError[]> {
  if (!uploads || (uploads.found.length === 0 && !uploads.homeless)) return {};
  return handOver?.take(uploads, caller, kind) ?? [refuse('SERVICE_UNAVAILABLE', 'No files are taken here.')];
}

export function tooManyFiles(): GraphQLError {
  return refuse('PAYLOAD_TOO_LARGE', `At most ${UPLOAD_LIMITS.files} files are taken at once.`, {
    limit: 'files',
    max: UPLOAD_LIMITS.files,
  });
}

function noSuchUpload(): GraphQLError {
  return refuse('BAD_USER_INPUT', 'There is no such upload of yours for this: it was used, it ended, or it never was.');
}
