import fs from 'node:fs';
import { PlainFault } from './plain-fault.ts';

/** The gateway's port in the address book. */
const BOOK_GATEWAY = 4000;

/**
 * The port of each subgraph's own process, from rover.yaml, which `npm run schema` writes: the one address book for tools and for us.
 * Another
 * gateway port moves them all, so that two products fit on one machine. Read without a YAML parser, because a production install has none; the file has one form.
 */
export function portsOf(
  names: readonly string[],
  gatewayPort = BOOK_GATEWAY,
  file = 'rover.yaml',
): ReadonlyMap<string, number> {
  const text = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  const ports = new Map<string, number>();
  for (const [, name, url] of text.matchAll(/^ {2}([a-z_]+):\s*\n\s+routing_url:\s*['"]?(\S+?)['"]?\s*$/gm)) {
    ports.set(name!, Number(new URL(url!).port));
  }
  const missing = names.filter((name) => !ports.get(name));
  if (missing.length > 0) throw new PlainFault(`${file} has no address for ${missing.join(', ')}: run npm run schema.`);
  return new Map(names.map((name) => [name, ports.get(name)! - BOOK_GATEWAY + gatewayPort]));
}
