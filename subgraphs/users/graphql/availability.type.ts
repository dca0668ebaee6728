import { registerEnumType } from 'type-graphql';
import { AVAILABILITIES } from '../domain/profile.ts';

type Name = (typeof AVAILABILITIES)[number];

/** Built from the domain's list, so that the two cannot differ. */
export const Availability = Object.fromEntries(AVAILABILITIES.map((name) => [name, name])) as { [Each in Name]: Each };

const MEANING: Record<Name, { description: string }> = {
  FULL_TIME: { description: 'All of the working week.' },
  PART_TIME: { description: 'A part of the working week.' },
  WEEKENDS: { description: 'At weekends only.' },
  UNAVAILABLE: { description: 'Not at present.' },
};

registerEnumType(Availability, {
  name: 'Availability',
  description: 'How much time a person has.',
  valuesConfig: MEANING,
});
