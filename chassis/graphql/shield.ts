import { createRequire } from 'node:module';
import util from 'node:util';
import type * as Shield from 'graphql-shield';
import type * as Middleware from 'graphql-middleware';

/*
 * graphql-shield 7.6.5 calls util.isUndefined, which Node 23 removed, and its ESM build does not link; graphql-middleware has to be
 * the same (CommonJS) copy that it loads. This is the only place that knows.
 */
const legacy = util as unknown as { isUndefined?: (value: unknown) => boolean };
legacy.isUndefined ??= (value) => value === undefined;

const require = createRequire(import.meta.url);
const shieldModule = require('graphql-shield') as typeof Shield;
const middlewareModule = require('graphql-middleware') as typeof Middleware;

export const { shield, rule, allow, deny, and, or } = shieldModule;
export const { applyMiddleware } = middlewareModule;
