import type { MaskedResult } from '../front/run-operation.ts';
import { positioned } from './resume-request.ts';

const texts = new WeakMap<MaskedResult, string>();

/** A result as JSON, as every road carries it. Made once for a result, however many readers have the same one. */
export function textOf(result: MaskedResult): string {
  let text = texts.get(result);
  if (text === undefined) texts.set(result, (text = JSON.stringify(positioned(result))));
  return text;
}
