import { Matches, MaxLength, MinLength } from 'class-validator';
import { PLAIN_LINE } from '#kernel/plain-text';

/** A text of one line. */
export function OneLine(): PropertyDecorator {
  return Matches(PLAIN_LINE, { message: 'must be one line without control characters' });
}

/** Why something was done, 1 to 500 characters. */
export function Reason(): PropertyDecorator {
  return (target, key) => {
    for (const rule of [OneLine(), MinLength(1), MaxLength(500)]) rule(target, key);
  };
}
