/** What a client says it can read, besides one JSON answer. */
export interface Accepted {
  /** `text/event-stream`: any operation, streamed as server-sent events. */
  readonly events: boolean;
  /** Rather events than JSON where both would do. */
  readonly prefersEvents: boolean;
  /** `multipart/mixed;subscriptionSpec=1.0`: subscriptions, as Apollo clients read them. */
  readonly subscriptions: boolean;
  /** `multipart/mixed;deferSpec=20220824`: an answer in parts. */
  readonly deferred: boolean;
}

interface Range {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** Undefined when the client asks for nothing but one answer: then it is not our business. */
export function acceptedBy(header: string | undefined): Accepted | undefined {
  if (header === undefined || !/event-stream|multipart/i.test(header)) return undefined;
  const ranges = rangesOf(header);
  const events = ranges.find(({ type }) => type === 'text/event-stream');
  const json = ranges.find(({ type }) => JSON_TYPES.has(type));
  const accepted = {
    events: events !== undefined,
    prefersEvents: events !== undefined && (json === undefined || isBefore(events, json, ranges)),
    subscriptions: ranges.some((range) => isMultipart(range, 'subscriptionspec', '1.0')),
    deferred: ranges.some((range) => isMultipart(range, 'deferspec', '20220824')),
  };
  return accepted.events || accepted.subscriptions || accepted.deferred ? accepted : undefined;
}

const JSON_TYPES: ReadonlySet<string> = new Set([
  'application/json',
  'application/graphql-response+json',
  'application/*',
  '*/*',
]);

function isMultipart({ type, parameters }: Range, name: string, version: string): boolean {
  return type === 'multipart/mixed' && parameters.get(name) === version;
}

function isBefore(one: Range, other: Range, ranges: readonly Range[]): boolean {
  const difference = weight(one) - weight(other);
  return difference === 0 ? ranges.indexOf(one) < ranges.indexOf(other) : difference > 0;
}

function weight({ parameters }: Range): number {
  const q = Number(parameters.get('q') ?? 1);
  return Number.isFinite(q) ? q : 0;
}

/** The media ranges of an Accept header, what the client does not want (`q=0`) left out. */
function rangesOf(header: string): Range[] {
  return header
    .split(',')
    .map((text) => {
      const [type = '', ...rest] = text.split(';').map((part) => part.trim());
      const parameters = rest.map((part): [string, string] => {
        const [name = '', value = ''] = part.split('=', 2);
        return [name.trim().toLowerCase(), value.trim().replace(/^"(.*)"$/, '$1')];
      });
      return { type: type.toLowerCase(), parameters: new Map(parameters) };
    })
    .filter((range) => weight(range) > 0);
}
