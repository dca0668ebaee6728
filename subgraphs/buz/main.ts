import { serveAlone } from '#chassis/standalone/serve-alone';
import { buzSubgraph } from './subgraph.ts';

await serveAlone(buzSubgraph());
