import type { Route } from '../front/routes.ts';
import { sendErrors } from '../front/answer.ts';
import type { Admission } from './admission.ts';

/** A route that refuses before it reads a byte while there is too much to do. Probes and metrics have no such door. */
export function shedding(admission: Admission, route: Route): Route {
  return (request, response, visit) => {
    const refused = admission.refusal();
    return refused ? sendErrors(request, response, [refused], visit.masking) : route(request, response, visit);
  };
}
