import { UPLOAD_LIMITS } from '../limits.ts';

/** Control and format characters (a reversed word hides what a name ends with), path separators, and what Windows takes no name with. */
const HARMFUL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}/\\:*?"<>|]/gu;

/** What a client called a file, as a name and nothing else: no folders, nothing invisible, never empty. */
export function cleanName(given: string): string {
  const last = given.normalize('NFC').split(/[/\\]/).at(-1)!;
  const name = last
    .replace(HARMFUL, '')
    .replace(/\s+/g, ' ')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  if (name.length <= UPLOAD_LIMITS.nameLength) return name || 'file';
  const { stem, extension } = partsOf(name);
  return `${[...stem].slice(0, UPLOAD_LIMITS.nameLength - extension.length).join('')}${extension}`.toWellFormed();
}

/** The name with the ending that the content has, whatever it was called: `invoice.exe` that is a PDF becomes `invoice.exe.pdf`. */
export function namedAs(name: string, extension: string): string {
  const wanted = `.${extension}`;
  if (name.toLowerCase().endsWith(wanted)) return name;
  return `${name}${wanted}`;
}

export function stemOf(name: string): string {
  return partsOf(name).stem;
}

function partsOf(name: string): { stem: string; extension: string } {
  const extension = /\.[A-Za-z0-9]{1,10}$/.exec(name)?.[0] ?? '';
  return { stem: name.slice(0, name.length - extension.length) || 'file', extension };
}
