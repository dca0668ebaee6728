/**
 * What other people are shown holds no C0 and C1 controls, no bidirectional overrides and no invisible characters that make one name look
 * like another. The two joiners stay: emoji and several scripts are written with them.
 */
const CONTROLS =
  '\\u0000-\\u0009\\u000b-\\u001f\\u007f-\\u009f\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufeff';

/** One line of it. */
export const PLAIN_LINE = new RegExp(`^[^${CONTROLS}\\n]*$`);

/** Several lines of it. */
export const PLAIN_LINES = new RegExp(`^[^${CONTROLS}]*$`);
