import { serveAlone } from '#chassis/standalone/serve-alone';
import { usersSettings } from './settings.ts';
import { usersSubgraph } from './subgraph.ts';

await serveAlone(usersSubgraph(usersSettings()));
