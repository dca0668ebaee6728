import { serveAlone } from '#chassis/standalone/serve-alone';
import { gamificationSubgraph } from './subgraph.ts';

await serveAlone(gamificationSubgraph());
