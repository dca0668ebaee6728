/** How many calls to one subgraph ended how, since the start of this process; a retry is a call of its own. */
export class CallTally {
  readonly calls = new Map<string, number>();
  readonly retries = new Map<'sent' | 'over budget', number>();

  call(outcome: string): void {
    this.calls.set(outcome, (this.calls.get(outcome) ?? 0) + 1);
  }

  retry(outcome: 'sent' | 'over budget'): void {
    this.retries.set(outcome, (this.retries.get(outcome) ?? 0) + 1);
  }
}
