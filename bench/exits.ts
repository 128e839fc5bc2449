/** What has to be ended, in reverse order of its start, whatever happened in between. */
export class Exits {
  private readonly ends: (() => unknown)[] = [];

  add(end: () => unknown): void {
    this.ends.push(end);
  }

  /** Ends everything; a part that cannot be ended is reported and does not keep the others running. */
  async run(): Promise<void> {
    for (let end = this.ends.pop(); end !== undefined; end = this.ends.pop()) {
      try {
        await end();
      } catch (error) {
        console.error('A part of the bench could not be ended:', error);
      }
    }
  }
}
