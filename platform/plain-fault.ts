/** A fault that the person at the terminal can repair: its message is the whole output, without a stack. */
export class PlainFault extends Error {
  override readonly name = 'PlainFault';
}
