import { Matches, MaxLength, MinLength } from 'class-validator';
import { PLAIN_LINE } from '#kernel/plain-text';

/** Why something was done: one line of 1 to 500 characters. */
export function Reason(): PropertyDecorator {
  return (target, key) => {
    const oneLine = Matches(PLAIN_LINE, { message: 'must be one line without control characters' });
    for (const rule of [oneLine, MinLength(1), MaxLength(500)]) rule(target, key);
  };
}
