import { Matches, MaxLength, MinLength } from 'class-validator';

/** No control characters: PostgreSQL cannot hold NUL in a text, and the others only serve to deceive a reader. */
const ONE_LINE = /^[^\p{Cc}\p{Zl}\p{Zp}]*$/u;

/** A text of one line. */
export function OneLine(): PropertyDecorator {
  return Matches(ONE_LINE, { message: 'must be one line without control characters' });
}

/** Why something was done, 1 to 500 characters. */
export function Reason(): PropertyDecorator {
  return (target, key) => {
    for (const rule of [OneLine(), MinLength(1), MaxLength(500)]) rule(target, key);
  };
}
