/** What stands for every name that is not known. */
export const OTHER = 'other';
const UNNAMED = 'unnamed';

/**
 * Names that clients give themselves, as label values: those that were registered, and of the rest the first few, so that a client that invents
 * names fills nothing.
 */
export class KnownNames {
  readonly #known: Map<string, string>;
  #room: number;

  constructor(registered: Iterable<string>, room: number) {
    this.#known = new Map([...registered].map((name) => [name, name]));
    this.#room = room;
  }

  /** These are registered, too. */
  add(registered: Iterable<string>): void {
    for (const name of registered) this.#known.set(name, name);
  }

  of(name: string | undefined): string {
    if (name === undefined || name === '') return UNNAMED;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    if (this.#room <= 0 || !/^[\w .:/@-]{1,64}$/.test(name)) return OTHER;
    this.#room--;
    this.#known.set(name, name);
    return name;
  }
}
