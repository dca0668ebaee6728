import { parse } from 'yaml';

/** The ports of the eight businesses that the product is planned for; a ninth gets the next free number and keeps it in rover.yaml. */
const PLANNED: Readonly<Record<string, number>> = {
  users: 4001,
  ventures: 4002,
  legal: 4003,
  gamification: 4004,
  buz: 4005,
  umbrella: 4006,
  opportunities: 4007,
  insights: 4008,
};

interface RoverFile {
  subgraphs?: Record<string, { routing_url?: string }>;
}

/** Name -> routing URL; what rover.yaml already says stays, so that a port never moves because of a new neighbour. */
export function addressesOf(names: readonly string[], roverYaml: string): Map<string, string> {
  const known = (parse(roverYaml) as RoverFile | null)?.subgraphs ?? {};
  const addresses = new Map<string, string>();
  const taken = new Set(Object.values(PLANNED));
  for (const name of names) {
    const url = known[name]?.routing_url;
    if (url) {
      addresses.set(name, url);
      taken.add(Number(new URL(url).port));
    }
  }
  for (const name of names) {
    if (addresses.has(name)) continue;
    const port = PLANNED[name] ?? Math.max(...taken) + 1;
    taken.add(port);
    addresses.set(name, `http://localhost:${port}/graphql`);
  }
  return addresses;
}
