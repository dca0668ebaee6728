import type { LiveFeed } from '#chassis/mount/subgraph';
import { QueueFollower, type FollowerHome } from './follower.ts';
import { LiveEnded, type Follower, type LiveHub } from './hub.ts';
import type { OutboxReader, Told } from './outbox-reader.ts';
import { Recent } from './recent.ts';
import type { ResumeTokens } from './resume.ts';
import type { Mark } from './snapshot.ts';

const PAGE = 500;

/** The followers of one replica by topic. The tail publishes into it; nothing else does. */
export class TopicHub implements LiveHub, FollowerHome {
  /** The event types that some topic carries. */
  readonly types: readonly string[];
  readonly #feeds: ReadonlyMap<string, readonly LiveFeed<never>[]>;
  readonly #reader: OutboxReader;
  readonly #tokens: ResumeTokens;
  readonly #topics = new Map<string, Set<QueueFollower>>();
  readonly #recent = new Recent();
  #mark: Mark = { from: '1:1:', to: '1:1:', position: 0 };
  #freshAt = 0;
  #closed = false;

  constructor(feeds: readonly LiveFeed<never>[], reader: OutboxReader, tokens: ResumeTokens) {
    this.#feeds = Map.groupBy(feeds, (feed) => feed.on.type);
    this.types = [...this.#feeds.keys()];
    this.#reader = reader;
    this.#tokens = tokens;
  }

  follow<Body>(topic: string, options: { after?: string | null } = {}): Follower<Body> {
    const mark = options.after ? this.#tokens.read(options.after) : null;
    const follower = new QueueFollower(topic, this, mark ? { mark, missed: this.#missed(topic, mark) } : undefined);
    const followers = this.#topics.get(topic) ?? new Set();
    this.#topics.set(topic, followers.add(follower));
    if (options.after && !mark) follower.end(new LiveEnded('RESUME_TOO_OLD'));
    if (this.#closed) follower.end(null);
    return follower as Follower as Follower<Body>;
  }

  followed(prefix: string): string[] {
    return [...this.#topics.keys()].filter((topic) => topic.startsWith(prefix));
  }

  /** One page of the tail, whole: followers never see a token that points into it before all of it is queued. */
  publish(page: readonly Told[], upTo: Mark, readAt?: number): void {
    for (const told of page) {
      const topics = this.#topicsOf(told);
      this.#recent.keep(told, topics);
      for (const topic of topics) {
        for (const follower of this.#topics.get(topic) ?? []) follower.push(told);
      }
    }
    if (this.#freshAt === 0) this.#recent.startAt(upTo.to);
    this.#mark = upTo;
    if (readAt !== undefined) this.#freshAt = readAt;
  }

  close(): void {
    this.#closed = true;
    for (const followers of [...this.#topics.values()]) for (const follower of [...followers]) follower.end(null);
  }

  mark(): Mark {
    return this.#mark;
  }

  freshAt(): number {
    return this.#freshAt;
  }

  sign(mark: Mark): string {
    return this.#tokens.sign(mark);
  }

  left(follower: QueueFollower): void {
    const followers = this.#topics.get(follower.topic);
    followers?.delete(follower);
    if (followers?.size === 0) this.#topics.delete(follower.topic);
  }

  #topicsOf({ event }: Told): Set<string> {
    const topics = new Set<string>();
    for (const feed of this.#feeds.get(event.type) ?? []) {
      if (feed.on.version === event.version) for (const topic of feed.topicsOf(event as never)) topics.add(topic);
    }
    return topics;
  }

  /** From memory where it reaches back far enough: after a rollout everybody resumes at once. */
  async *#missed(topic: string, mark: Mark): AsyncGenerator<Told, undefined> {
    const remembered = this.#recent.after(mark, topic);
    if (remembered) return yield* remembered;
    for await (const page of this.#reader.all(mark, PAGE, this.types)) {
      for (const told of page) if (this.#topicsOf(told).has(topic)) yield told;
    }
    return undefined;
  }
}
