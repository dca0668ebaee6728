import { parentPort, workerData } from 'node:worker_threads';
import { operationFromDocument, ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner, type QueryPlan } from '@apollo/query-planner';
import { GraphQLError, parse } from 'graphql';
import type { NoPlan, PlannerAnswer, PlannerQuestion, PlannerSetting, PlannerWord } from './planner-words.ts';

/**
 * The program of a planner thread: one supergraph, one document at a time. It imports nothing of the house but types, so that it starts from
 * source and from the build alike.
 */
const { sdl, apartSdl } = workerData as PlannerSetting;

function plannerOn(text: string) {
  const supergraph = Supergraph.build(text, {
    supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
    validateSupergraph: false, // the door refuses a broken one before it asks for plans
  });
  return {
    api: supergraph.apiSchema(),
    planner: new QueryPlanner(supergraph, { incrementalDelivery: { enableDefer: true } }),
  };
}

const whole = plannerOn(sdl);
let parts: ReturnType<typeof plannerOn> | undefined;

function answer({ id, text, operationName, overrides, apart }: PlannerQuestion): PlannerAnswer {
  try {
    const { api, planner } = apart && apartSdl !== undefined ? (parts ??= plannerOn(apartSdl)) : whole;
    say('planning');
    const document = parse(text, { noLocation: true });
    const operation = operationFromDocument(api, document, operationName === undefined ? {} : { operationName });
    const overrideConditions = new Map(overrides.map((label) => [label, true]));
    return planned(id, () => planner.buildQueryPlan(operation, { overrideConditions }));
  } catch (error) {
    const { message } = error as Error;
    const code = error instanceof GraphQLError ? String(error.extensions['code'] ?? 'BAD_REQUEST') : undefined;
    return { id, fault: { message, code } };
  }
}

/** The schema accepts the operation: whatever the planner says now is a fault of its own. */
function planned(id: number, plan: () => QueryPlan): PlannerAnswer {
  try {
    return { id, plan: plan() };
  } catch (error) {
    return { id, fault: { message: (error as Error).message, code: 'NO_PLAN' satisfies NoPlan } };
  }
}

function say(word: PlannerWord): void {
  parentPort!.postMessage(word);
}

parentPort!.on('message', (question: PlannerQuestion) => say(answer(question)));
say('ready');
