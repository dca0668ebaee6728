import type { Scope } from '#chassis/mount/scope';

/**
 * The second layer of access: one rule for EVERY field of every object type that the subgraph defines; mounting throws on a field
 * without one, and there is no `*`. The first layer (directives in the SDL) has already been asked at the door.
 */
export type AccessTable<Ports = unknown> = Readonly<Record<string, Readonly<Record<string, AccessRule<Ports>>>>>;

export type AccessRule<Ports = unknown> =
  /** anyone who may see the parent */
  | 'open'
  /** a signed-in user, or the system */
  | 'signedIn'
  /** the door itself, never a client */
  | 'gateway'
  /** holds this permission, `resource.action` */
  | { readonly permission: string }
  /** asks data; `why` is the sentence that the FORBIDDEN error carries */
  | {
      readonly why: string;
      allows(parent: never, args: Record<string, unknown>, scope: Scope<Ports>): boolean | Promise<boolean>;
    };
