import { z } from 'zod';
import { flag, port, postgresUrl } from '#chassis/settings/fields';
import { BadSettings, readSettings, type Environment } from '#chassis/settings/settings';
import { TRACE_FIELDS, traceOf, type TraceSettings } from '#chassis/trace/trace-fields';
import type { Tuning } from './graph/plan/tuning.ts';
import { TUNING_FIELDS, tuningOf } from './graph/tuning-settings.ts';
import { fileSettings, type FileSettings } from './files/settings.ts';
import { DEVELOPMENT_WIDENING, RATE_LIMITS, widened, type RateLimits } from './guard/limits.ts';
import type { TraceParent } from './observe/request-span.ts';
import type { AdmissionLimits } from './traffic/admission.ts';
import { admissionOf, TRAFFIC_FIELDS } from './traffic/traffic-settings.ts';
import type { ForwardRule } from './traffic/headers/forward-rules.ts';
import { trustedProxies } from './identity/client-address.ts';

export interface GatewaySettings {
  readonly port: number;
  readonly host: string;
  /** Production: no introspection, no playground, no suggestions, no GET, no movable clock. */
  readonly production: boolean;
  readonly tokens: { readonly issuer: string; readonly audience: string };
  /** Pages that may speak to the door, besides its own. */
  readonly origins: readonly string[];
  readonly trustedProxies: readonly string[];
  /** The profile that the rates come from. */
  readonly limits: 'development' | 'production';
  readonly rates: RateLimits;
  /** Where limits are counted together by several gateways; each counts alone when there is none. */
  readonly sharedLimitsUrl: string | undefined;
  /** The gateway's own schema: API clients, usage. Without one there are none. */
  readonly databaseUrl: string | undefined;
  /** `trusted` serves the operations registered in the folder and no others. */
  readonly documents: 'open' | 'trusted';
  readonly operationsFolder: string;
  /** What happens to a query or subscription that holds something denied: `reject` refuses it, `filter` runs it without. */
  readonly accessMode: 'reject' | 'filter';
  /** Labels of progressive `@override`s that are on; `percent(n)` needs none. */
  readonly overrideLabels: readonly string[];
  /** The subgraph that signs tokens and keeps sessions. */
  readonly identitySubgraph: string;
  /** Subgraphs whose `Set-Cookie` reaches the client. */
  readonly cookieSubgraphs: readonly string[];
  /** The headers of clients that subgraphs are told, and which subgraphs. */
  readonly forward: readonly ForwardRule[];
  /** Where files are kept; undefined where none are taken. */
  readonly files: FileSettings | undefined;
  /** Answers `/metrics`. */
  readonly metrics: boolean;
  /** How much may run at once before the rest is refused. */
  readonly admission: AdmissionLimits;
  /** What is done to spare requests to subgraphs. */
  readonly tuning: Partial<Tuning>;
  /** Equal reads of one client that are under way together are run once. */
  readonly shareAnswers: boolean;
  /** Room for answers that may be kept; none are when it is 0. */
  readonly cacheBytes: number;
  /** The longest that a stop may take. */
  readonly drainMs: number;
  /** Where traces go; nowhere when undefined. */
  readonly trace: TraceSettings | undefined;
  readonly traceParent: TraceParent;
}

const IDENTITY_SUBGRAPH = 'users';

const list = () =>
  z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((one) => one.trim())
        .filter((one) => one !== ''),
    );

const variables = z.object({
  PORT: port().default(4000).describe('the port of the gateway'),
  HOST: z.string().default('127.0.0.1').describe('the address that the gateway listens on'),
  NODE_ENV: z.string().default('development'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .default('http://localhost:4000')
    .describe('where people reach the product'),
  TOKEN_ISSUER: z.string().min(1).optional().describe('the `iss` of access tokens (PUBLIC_URL when not set)'),
  TOKEN_AUDIENCE: z.string().min(1).default('graph').describe('the `aud` of access tokens'),
  CORS_ORIGINS: list()
    .refine(
      (origins) => origins.every((origin) => URL.canParse(origin)),
      'origins such as https://app.example are expected',
    )
    .describe('the pages that may speak to the gateway, separated by commas'),
  TRUSTED_PROXIES: list()
    .refine(areRanges, 'addresses or ranges such as 10.0.0.0/8 are expected')
    .describe('whose X-Forwarded-For is believed, separated by commas'),
  LIMITS: z.enum(['development', 'production']).optional().describe('the profile of the rate limits'),
  RATE_STORE: z
    .enum(['memory', 'postgres'])
    .default('memory')
    .describe('where rate limits are counted: postgres when several gateways serve together'),
  GATEWAY_DATABASE_URL: postgresUrl().optional().describe("the gateway's own schema: API clients, usage, rate limits"),
  DOCUMENTS: z
    .enum(['open', 'trusted'])
    .optional()
    .describe('whether any document is served or only registered ones (trusted with NODE_ENV=production)'),
  OPERATIONS_DIR: z.string().min(1).default('schema/operations').describe('the folder of the registered operations'),
  ACCESS_MODE: z
    .enum(['reject', 'filter'])
    .default('reject')
    .describe('whether one denied field refuses a query or subscription, or is null in its answer'),
  COOKIE_SUBGRAPHS: list().describe(
    'the subgraphs whose cookies reach the client, separated by commas (the one that owns identity when not set)',
  ),
  OVERRIDE_LABELS: list().describe('the labels of progressive @overrides that are on, separated by commas'),
  METRICS: flag().optional().describe('whether /metrics answers (yes unless NODE_ENV=production)'),
  ...TRAFFIC_FIELDS,
  ...TUNING_FIELDS,
  DRAIN_MS: z.coerce
    .number()
    .int()
    .min(0)
    .max(25_000)
    .default(20_000)
    .describe('how long a stop waits for open requests'),
  TRACE_PARENT: z
    .enum(['proxies', 'nobody'])
    .default('proxies')
    .describe('whose traceparent decides whether a trace is recorded: that of TRUSTED_PROXIES or nobody'),
  ...TRACE_FIELDS,
});

/** @throws BadSettings with all faults at once */
export function gatewaySettings(env: Environment = process.env): GatewaySettings {
  const given = readSettings(variables, env);
  const shared = given.RATE_STORE === 'postgres';
  if (shared && !given.GATEWAY_DATABASE_URL) throw new BadSettings(['RATE_STORE=postgres needs GATEWAY_DATABASE_URL.']);
  const production = given.NODE_ENV === 'production';
  const profile = production ? 'production' : (given.LIMITS ?? 'development');
  return {
    port: given.PORT,
    host: given.HOST,
    production,
    tokens: { issuer: given.TOKEN_ISSUER ?? given.PUBLIC_URL, audience: given.TOKEN_AUDIENCE },
    origins: [new URL(given.PUBLIC_URL).origin, ...given.CORS_ORIGINS],
    trustedProxies: given.TRUSTED_PROXIES,
    limits: profile,
    sharedLimitsUrl: shared ? given.GATEWAY_DATABASE_URL : undefined,
    databaseUrl: given.GATEWAY_DATABASE_URL,
    documents: given.DOCUMENTS ?? (production ? 'trusted' : 'open'),
    operationsFolder: given.OPERATIONS_DIR,
    rates: profile === 'production' ? RATE_LIMITS : widened(RATE_LIMITS, DEVELOPMENT_WIDENING),
    accessMode: given.ACCESS_MODE,
    overrideLabels: given.OVERRIDE_LABELS,
    identitySubgraph: IDENTITY_SUBGRAPH,
    cookieSubgraphs: given.COOKIE_SUBGRAPHS.length > 0 ? given.COOKIE_SUBGRAPHS : [IDENTITY_SUBGRAPH],
    forward: given.FORWARD_HEADERS,
    files: fileSettings(env),
    metrics: given.METRICS ?? !production,
    admission: admissionOf(given, profile),
    tuning: tuningOf(given),
    shareAnswers: given.SHARE_ANSWERS,
    cacheBytes: given.RESPONSE_CACHE_MB * 1024 * 1024,
    drainMs: given.DRAIN_MS,
    trace: traceOf(given),
    traceParent: given.TRACE_PARENT,
  };
}

function areRanges(ranges: readonly string[]): boolean {
  try {
    trustedProxies(ranges);
    return true;
  } catch {
    return false;
  }
}
