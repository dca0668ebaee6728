import { serveAlone } from '#chassis/standalone/serve-alone';
import { buzSettings } from './settings.ts';
import { buzSubgraph } from './subgraph.ts';

await serveAlone(buzSubgraph(buzSettings()));
