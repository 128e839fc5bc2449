/** Remembers when steps were done, until somebody takes what is there. */
export function createStepTimes() {
  let done: number[] = [];
  return {
    /** The same activity, which remembers each end. */
    timed:
      <Input extends unknown[], Result>(step: (...input: Input) => Promise<Result>) =>
      async (...input: Input): Promise<Result> => {
        const result = await step(...input);
        done.push(Date.now());
        return result;
      },
    /** What was remembered since the last call, in milliseconds since the epoch. */
    taken: async (): Promise<number[]> => {
      const taken = done;
      done = [];
      return taken;
    },
  };
}
