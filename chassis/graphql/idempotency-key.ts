import { Matches } from 'class-validator';
import { Field } from 'type-graphql';

const SHAPE = /^[\x21-\x7e]{1,100}$/;

/**
 * The `idempotencyKey` of an input: every mutation that moves money, XP, votes or rewards has one, and all of them mean the same by it
 * (chassis/storage/answer-once.ts).
 */
export function IdempotencyKeyField(): PropertyDecorator {
  return (target, property) => {
    Matches(SHAPE, { message: 'must be 1 to 100 visible ASCII characters' })(target, property as string);
    Field(() => String, {
      description:
        'Chosen by you, such as a UUID: the same again is done once and answered the same, another body under it is refused. 1 to 100 visible ASCII characters.',
    })(target, property);
  };
}
