import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { GraphQLError, parse, print } from 'graphql';
import { manifestTexts } from './manifest.ts';
import { bareHash } from './persisted-query.ts';
import type { DocumentLimits } from './limits.ts';

/** The product's own operations: they may be asked for by hash, and in the mode `trusted` there are no others. */
export class RegisteredDocuments {
  private readonly byHash = new Map<string, string>();

  constructor(texts: Iterable<string>) {
    for (const text of texts) {
      this.byHash.set(hashOf(text), text);
      this.byHash.set(hashOf(plain(text)), text);
    }
  }

  /** Every `.graphql` file and every manifest (`.json`) below the folder; none when there is no such folder. Throws for a false manifest. */
  static read(folder: string): RegisteredDocuments {
    if (!fs.existsSync(folder)) return new RegisteredDocuments([]);
    const texts = fs
      .readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((file) => path.join(folder, file))
      .flatMap((file) => {
        if (file.endsWith('.graphql')) return [fs.readFileSync(file, 'utf8')];
        return file.endsWith('.json') ? manifestTexts(file, fs.readFileSync(file, 'utf8')) : [];
      });
    return new RegisteredDocuments(texts);
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
