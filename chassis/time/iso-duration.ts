const SHAPE =
  /^P(?=\d|T\d)(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?=\d)(?:(\d{1,7})H)?(?:(\d{1,8})M)?(?:(\d{1,9}(?:\.\d{1,3})?)S)?)?$/;

/**
 * `from` moved forward by an ISO 8601 duration, in UTC. Years and months are calendar ones and stop at the end of a shorter month:
 * 31 January + P1M is the last of February. Null when the text is not a duration (a negative one is not).
 */
export function addDuration(from: Date, duration: string): Date | null {
  const match = SHAPE.exec(duration);
  if (!match) return null;
  const [years, months, weeks, days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const moved = addMonths(from, years * 12 + months).getTime();
  const to = new Date(moved + ((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000);
  return Number.isNaN(to.getTime()) || to.getUTCFullYear() > 9999 ? null : to;
}

function addMonths(from: Date, months: number): Date {
  const to = new Date(from);
  to.setUTCMonth(to.getUTCMonth() + months);
  // An overflow into the next month means that the target month has no such day: take its last.
  if (to.getUTCDate() !== from.getUTCDate()) to.setUTCDate(0);
  return to;
}
