import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { afterStep, type ChargeState, type ChargeStep } from './charge.ts';

test('a charge is captured at most once, and never after it was refused or released', () => {
  const steps = fc.array(fc.constantFrom<ChargeStep>('HOLD', 'REFUSE', 'CAPTURE', 'RELEASE'), { maxLength: 12 });
  fc.assert(
    fc.property(steps, (taken) => {
      let state: ChargeState = 'AWAITING_CHARGE';
      const path = taken.flatMap((step) => {
        const next = afterStep(state, step);
        if (next) state = next;
        return next ? [next] : [];
      });
      expect(path.filter((one) => one === 'CAPTURED').length).toBeLessThanOrEqual(1);
      const end = path.findIndex((one) => one === 'REFUSED' || one === 'RELEASED' || one === 'CAPTURED');
      expect(end === -1 || end === path.length - 1).toBe(true);
      expect(path.includes('CAPTURED')).toBe(path.at(-1) === 'CAPTURED' && path[0] === 'HELD');
    }),
  );
});
