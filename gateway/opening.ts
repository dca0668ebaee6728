/** Something that is open until it is stopped. */
export interface Open {
  stop(): void | Promise<void>;
}

/** What was opened so far. */
export interface Rooms {
  /** Gives the room back; it will be stopped before everything that was opened earlier. */
  add<Room extends Open>(room: Room): Room;
}

/**
 * Opens one room after another. Its `stop` closes them in the reverse order, each before those that it stands on, every one of them
 * whatever goes wrong with another, and throws what did. Opening that fails half-way closes what is open already.
 */
export async function opening<Opened extends object>(
  open: (rooms: Rooms) => Promise<Opened>,
): Promise<Opened & { stop(): Promise<void> }> {
  const rooms: Open[] = [];
  const add = <Room extends Open>(room: Room): Room => {
    rooms.push(room);
    return room;
  };
  try {
    const opened = await open({ add });
    let stopped: Promise<void> | undefined;
    return { ...opened, stop: () => (stopped ??= closed(rooms)) };
  } catch (fault) {
    await closed(rooms, [fault]);
    throw fault;
  }
}

/** Throws when more went wrong than is known already. */
async function closed(rooms: readonly Open[], known: readonly unknown[] = []): Promise<void> {
  const faults = [...known];
  for (const room of rooms.toReversed()) {
    try {
      await room.stop();
    } catch (fault) {
      faults.push(fault);
    }
  }
  if (faults.length === known.length) return;
  if (faults.length === 1) throw faults[0];
  throw new AggregateError(faults, faults.map(String).join('; '));
}
