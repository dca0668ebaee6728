import { Directive, Field, InterfaceType, ObjectType } from 'type-graphql';

/** What every refusal has, forever and exactly. No field returns the interface itself: it is for a client's `... on Refusal`. */
@InterfaceType('Refusal', {
  description: 'An expected "no". Ask for `... on Refusal { code message }` to handle every refusal at once.',
  autoRegisterImplementations: false,
})
export abstract class RefusalType {
  @Field({ description: 'Stable, in SCREAMING_SNAKE: what a program decides by.' })
  code!: string;

  @Field({ description: 'One sentence for a person.' })
  message!: string;
}

@Directive('@shareable')
@ObjectType('NotFound', {
  implements: RefusalType,
  description: 'There is nothing under that id that you may see: missing and forbidden look the same.',
})
export class NotFound extends RefusalType {}

@Directive('@shareable')
@ObjectType('Forbidden', { implements: RefusalType, description: 'You may see it, but not do this to it.' })
export class Forbidden extends RefusalType {}

@Directive('@shareable')
@ObjectType('StepUpRequired', {
  implements: RefusalType,
  description: 'This needs a fresh authentication: call the mutation named here, then try again with the new token.',
})
export class StepUpRequired extends RefusalType {
  @Field({ description: 'The mutation to call: stepUp.' })
  mutation!: string;
}

/** @public shared vocabulary (docs/architecture.md): for the businesses that move in */
@Directive('@shareable')
@ObjectType('IdempotencyKeyReused', {
  implements: RefusalType,
  description: 'This idempotency key was already used with another body.',
})
export class IdempotencyKeyReused extends RefusalType {
  @Field(() => [String], { description: 'The fields in which this body differs from the one that came first.' })
  differs!: string[];
}

/** @public shared vocabulary (docs/architecture.md): for the businesses that move in */
@Directive('@shareable')
@ObjectType('LegalGateClosed', {
  implements: RefusalType,
  description: 'Documents have to be signed first.',
})
export class LegalGateClosed extends RefusalType {
  @Field(() => [String], { description: 'The codes of the documents that are still to be signed, in signing order.' })
  missing!: string[];
}

/** @public shared vocabulary (docs/architecture.md): for the businesses that move in */
@Directive('@shareable')
@ObjectType('InsufficientBuz', { implements: RefusalType, description: 'The wallet holds less BUZ than this costs.' })
export class InsufficientBuz extends RefusalType {
  @Field({ description: 'What it costs, in BUZ as a decimal string.' })
  needed!: string;

  @Field({ description: 'What is available, in BUZ as a decimal string.' })
  available!: string;
}
