import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readIfThere } from './artifacts.ts';
import type { Finding } from './lint/finding.ts';
import { subgraphNames } from './subgraph-names.ts';

interface ComposeFile {
  services?: Record<string, { volumes?: string[]; depends_on?: Record<string, unknown> } | undefined>;
  volumes?: Record<string, unknown>;
}

/** What a subgraph needs besides its folder, one sentence for each line that is not there yet: so a new domain is a copied folder. */
export function missingLines(root: string): Finding[] {
  const compose = (parse(readIfThere(join(root, 'docker-compose.yml'))) ?? {}) as ComposeFile;
  const rover = (parse(readIfThere(join(root, 'rover.yaml'))) ?? {}) as { subgraphs?: Record<string, unknown> };
  return subgraphNames(root).flatMap((name) => {
    const say = (where: string, message: string): Finding => ({
      check: 'subgraph',
      where,
      message: `${message} (${name})`,
    });
    return [
      ...['README.md', 'main.ts']
        .filter((file) => !existsSync(join(root, 'subgraphs', name, file)))
        .map((file) =>
          say(`subgraphs/${name}/${file}`, 'is missing: copy it from another subgraph and change the words'),
        ),
      ...(existsSync(join(root, `schema/subgraphs/${name}.graphql`)) && rover.subgraphs?.[name]
        ? []
        : [say('schema/ and rover.yaml', 'do not know it: run npm run schema, then npm run schema:access')]),
      ...composeLines(compose, name).map((message) => say('docker-compose.yml', message)),
    ];
  });
}

function composeLines({ services = {}, volumes = {} }: ComposeFile, name: string): string[] {
  const role = `${name}-role`;
  const lines: [boolean, string][] = [
    [services[name] !== undefined, `has no service ${name}: copy the block of another subgraph`],
    [role in volumes, `has no volume ${role}: add it under volumes`],
    [
      services.prepare?.volumes?.includes(`${role}:/roles/${name}`) ?? false,
      `prepare does not write its secrets: mount ${role}:/roles/${name}`,
    ],
    [name in (services.gateway?.depends_on ?? {}), `the gateway does not wait for it: add it to depends_on`],
  ];
  return lines.filter(([there]) => !there).map(([, line]) => line);
}
