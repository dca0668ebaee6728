import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { GraphQLError, parse, print } from 'graphql';
import { manifestTexts } from './manifest.ts';
import { bareHash } from './persisted-query.ts';
import type { DocumentLimits } from './limits.ts';

/** The product's own operations: they may be asked for by hash, and in the mode `trusted` there are no others. */
export class RegisteredDocuments {
  private byHash: ReadonlyMap<string, string>;

  constructor(texts: Iterable<string>) {
    this.byHash = byHashes(texts);
  }

  /** Every `.graphql` file and every manifest (`.json`) below the folder; none when there is no such folder. Throws for a false manifest. */
  static read(folder: string): RegisteredDocuments {
    return new RegisteredDocuments(fs.existsSync(folder) ? textsBelow(folder) : []);
  }

  /**
   * Reads the folder anew, all of it or nothing. Throws, with everything as it was, for a false manifest, a file that is no document, and a
   * folder that is not there: while it served, each of them is a mistake.
   */
  reread(folder: string): void {
    const texts = textsBelow(folder);
    for (const text of texts) parse(text, { noLocation: true });
    this.byHash = byHashes(texts);
  }

  get size(): number {
    return this.texts().size;
  }

  /** Every registered text once. */
  texts(): ReadonlySet<string> {
    return new Set(this.byHash.values());
  }

  /** The text under its SHA-256, of the file as it is or of the document as graphql-js prints it. */
  find(hash: string): string | undefined {
    return this.byHash.get(bareHash(hash) ?? '');
  }

  /** Whether this is one of them, white space and comments aside. */
  holds(text: string, limits: DocumentLimits): boolean {
    if (this.byHash.size === 0) return false;
    return this.byHash.has(hashOf(text)) || this.byHash.has(hashOf(plain(text, limits.tokens)));
  }
}

function textsBelow(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => path.join(folder, file))
    .flatMap((file) => {
      if (file.endsWith('.graphql')) return [fs.readFileSync(file, 'utf8')];
      return file.endsWith('.json') ? manifestTexts(file, fs.readFileSync(file, 'utf8')) : [];
    });
}

function byHashes(texts: Iterable<string>): ReadonlyMap<string, string> {
  const byHash = new Map<string, string>();
  for (const text of texts) {
    byHash.set(hashOf(text), text);
    byHash.set(hashOf(plain(text)), text);
  }
  return byHash;
}

/** What cannot be parsed is its own plain form: the guard says what is wrong with it. */
function plain(text: string, maxTokens?: number): string {
  try {
    return print(parse(text, { noLocation: true, ...(maxTokens === undefined ? {} : { maxTokens }) }));
  } catch (error) {
    if (error instanceof GraphQLError) return text;
    throw error;
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
