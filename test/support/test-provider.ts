import { type ProviderStandIn, startProviderStandIn } from './provider-stand-in';

/**
 * Gives the test file a stand-in of the providers. Call it once, outside of tests and hooks: it starts before the first test,
 * forgets requests and faults before each, and ends after the last. `now` is when the provider thinks it is.
 */
export function testProvider(now?: () => Date): Omit<ProviderStandIn, 'close'> {
  let started: ProviderStandIn | null = null;
  const running = (): ProviderStandIn => {
    if (started === null) throw new Error('The provider stand-in is not there yet: use it in tests and hooks');
    return started;
  };
  beforeAll(async () => {
    started = await startProviderStandIn(now);
  });
  beforeEach(() => {
    const { accepted, faults, unanswered } = running();
    accepted.length = 0;
    faults.length = 0;
    unanswered.clear();
  });
  afterAll(() => running().close());
  return {
    get url() {
      return running().url;
    },
    get accepted() {
      return running().accepted;
    },
    get faults() {
      return running().faults;
    },
    get unanswered() {
      return running().unanswered;
    },
  };
}
